using CompiledRules.Sql.Scripts;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Sql.Tests.Scripts;

[TestFixture]
public sealed class ScriptCompilationTests
{
    private const string Definitions = """
        CREATE STREAM readings (room STRING, temperature FLOAT) WITH (TYPE="memory", DATASOURCE="readings");
        CREATE SINK alerts () WITH (TYPE="memory", topic="alerts", qos=1);

        """;

    [Test]
    public void Streams_sinks_and_rules_are_read_in_order()
    {
        var script = Compile(Definitions + "CREATE RULE hot INTO alerts WITH (sendSingle=TRUE, lateTolerance=\"2s\", bufferLength=8) AS SELECT room FROM readings WHERE temperature > 30;");

        Assert.That(script.Diagnostics, Is.Empty);
        Assert.That(script.Streams.Single().Columns.Select(static column => column.Name), Is.EqualTo(new[] { "room", "temperature" }));
        Assert.That(script.Sinks.Single().Options, Does.Contain(new ScriptOption("qos", 1L)));
        var rule = script.Rules.Single();
        Assert.That(rule.Compilation.Plan, Is.Not.Null);
        Assert.That(rule.Options.LateTolerance, Is.EqualTo(2_000));
        Assert.That(rule.RunOptions.Single(), Is.EqualTo(new ScriptOption("bufferLength", 8L)));
        Assert.That(rule.SinkOptions.Single(), Is.EqualTo(new ScriptOption("sendSingle", true)));
    }

    [TestCase("CREATE RULE r INTO «alert» AS SELECT room FROM readings", "CR2601", "did you mean 'alerts'?")]
    [TestCase("CREATE RULE r INTO alerts WITH («sendSingel»=TRUE) AS SELECT room FROM readings", "CR2602", "did you mean 'sendSingle'?")]
    [TestCase("CREATE RULE r INTO alerts WITH (isEventTime=«\"maybe\"») AS SELECT room FROM readings", "CR2603", null)]
    [TestCase("CREATE STREAM «readings» () WITH (TYPE=\"memory\", DATASOURCE=\"x\")", "CR2030", null)]
    [TestCase("CREATE SINK «alerts» () WITH (TYPE=\"log\")", "CR2030", null)]
    [TestCase("«SHOW STREAMS»", "CR2604", "leave it out")]
    [TestCase("CREATE RULE r INTO alerts AS SELECT «rooms» FROM readings", "CR2001", "did you mean 'room'?")]
    public void What_is_wrong_is_told_at_its_place(string marked, string id, string? hint)
    {
        var start = marked.IndexOf('«', StringComparison.Ordinal);
        var length = marked.IndexOf('»', StringComparison.Ordinal) - start - 1;
        var text = Definitions + marked.Replace("«", "", StringComparison.Ordinal).Replace("»", "", StringComparison.Ordinal);

        var diagnostic = Compile(text).Diagnostics.Single();

        Assert.That(diagnostic.Id, Is.EqualTo(id));
        Assert.That((diagnostic.Span.Start - Definitions.Length, diagnostic.Span.Length), Is.EqualTo((start, length)));
        Assert.That(diagnostic.Hint, Is.EqualTo(hint));
    }

    private static ScriptCompilation Compile(string text) => ScriptCompilation.Compile(text, new NoFunctions());

    private sealed class NoFunctions : ICatalog
    {
        public IEnumerable<string> StreamNames => [];

        public IEnumerable<string> FunctionNames => [];

        public StreamSymbol? FindStream(string name) => null;

        public FunctionSymbol? FindFunction(string name) => null;
    }
}
