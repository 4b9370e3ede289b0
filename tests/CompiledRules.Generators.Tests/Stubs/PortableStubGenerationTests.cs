namespace CompiledRules.Generators.Tests.Stubs;

/// <summary>What is written for a portable plugin, and what is said of a wrong one.</summary>
public sealed class PortableStubGenerationTests
{
    [Test]
    public void Plugin_with_and_without_signatures() => Snapshot.Match(StubHarness.Generate(StubHarness.Plugin("""
        {
          "version": "1", "language": "python", "executable": "meter.py", "sources": ["ticks"], "sinks": [], "functions": ["celsius", "spread", "anything", "find_part"],
          "signatures": {
            "celsius": { "args": ["float"], "returns": "float" },
            "spread": { "args": ["float"], "returns": "float", "aggregate": true },
            "find_part": { "args": ["string", "datetime", "array", "struct", "any", "boolean", "bytea"], "returns": "struct" }
          }
        }
        """)));

    [TestCase("[", "CR0101")]
    [TestCase("""{ "functions": [], "sources": ["s"] }""", "CR0106")]
    public void Problem_names_the_file(string json, string id)
    {
        var problem = StubHarness.Diagnostics(StubHarness.Plugin(json)).Single();

        Assert.That((problem.Id, problem.Location.GetLineSpan().Path), Is.EqualTo((id, "plugins/meter.json")));
    }
}
