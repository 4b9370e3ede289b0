using CompiledRules.Portable.Packages;
using CompiledRules.Portable.Processes;

namespace CompiledRules.Portable.Tests.Processes;

[TestFixture]
internal sealed class PluginCommandLineTests
{
    [TestCase("python", null, null, "py -u /p/run {\"sendTimeout\":1000}")]
    [TestCase("python", "conda", "ml", "conda run -n ml py /p/run {\"sendTimeout\":1000}")]
    [TestCase("python", "venv", null, "/p/.venv/bin/python -u /p/run {\"sendTimeout\":1000}")]
    [TestCase("python", "uv", null, "uv run --project /p/. python -u /p/run {\"sendTimeout\":1000}")]
    [TestCase("go", null, null, "/p/run {\"sendTimeout\":1000}")]
    [TestCase("executable", null, null, "/p/run {\"sendTimeout\":1000}")]
    public void Command_line_is(string language, string? environment, string? name, string expected) =>
        Assert.That(string.Join(' ', PluginCommandLine.Of(Manifest(language, "/p/run", environment, name), Options)), Is.EqualTo(expected));

    [Test]
    public void Assembly_is_run_by_dotnet() =>
        Assert.That(PluginCommandLine.Of(Manifest("dotnet", "/p/run.dll", null, null), Options)[..2], Is.EqualTo((string[])["dotnet", "/p/run.dll"]));

    [Test]
    public void Other_languages_are_refused() => Assert.That(
        () => PluginCommandLine.Of(Manifest("cobol", "/p/run", null, null), Options), Throws.InstanceOf<PortableException>().With.Message.EqualTo("unsupported language: cobol"));

    private static PortableOptions Options => new() { PluginDirectory = "/", PythonBin = "py" };

    private static PluginManifest Manifest(string language, string executable, string? environment, string? name) =>
        new("p", "/p", "1", language, executable, [], [], ["f"], environment, name, System.Collections.Immutable.ImmutableDictionary<string, PluginSignature>.Empty);
}
