using System.Text.RegularExpressions;

namespace CompiledRules.Cli.Tests;

/// <summary>Does what the README of the sample says and compares what both show.</summary>
public sealed partial class NativePluginSampleTests
{
    private static string Sample { get; } = Path.Combine(Repository.Root, "samples", "NativePlugin");

    // Beside the tests' own output, in the configuration that they are built in.
    private static string Built { get; } = Path.Combine(Repository.Root, "artifacts", "bin", "NativePlugin", Path.GetFileName(TestContext.CurrentContext.TestDirectory));

    [TestCase("readings.sql", 0)]
    [TestCase("groups.sql", 1)]
    [TestCase("words.sql", 2)]
    public async Task The_README_shows_what_a_script_prints(string script, int block)
    {
        using var cr = new Cr();
        foreach (var file in Directory.EnumerateFiles(Sample).Where(static file => Path.GetExtension(file) is ".sql" or ".csv"))
            File.Copy(file, Path.Combine(cr.Folder, Path.GetFileName(file)));
        Assert.That(await cr.RunAsync("plugin", "pack", Built), Is.Zero, cr.Error);
        Assert.That(await cr.RunAsync("plugin", "install", "Toolbox.zip"), Is.Zero, cr.Error);
        var before = cr.Lines.Count;

        Assert.That(await cr.RunAsync("run", script, "--plugins", "plugins", "--limit", "3"), Is.Zero, cr.Error);

        Assert.That(cr.Lines.Skip(before), Is.EqualTo(Blocks()[block]));
        if (script == "groups.sql")
            Assert.That(await File.ReadAllLinesAsync(Path.Combine(cr.Folder, "groups.jsonl")), Is.SupersetOf(Blocks()[block]));
    }

    [TestCase("geohashEncode", "57.64911 10.40744", "\"u4pruydqqvj8\"")]
    [TestCase("geohashNeighbor", "\"u4pruy\" \"North\"", "\"u4pruz\"")]
    [TestCase("geohashNeighbors", "\"u4pruy\"", "[\"u4pruz\",\"u4prvp\",\"u4prvn\",\"u4prvj\",\"u4pruv\",\"u4prut\",\"u4pruw\",\"u4prux\"]")]
    [TestCase("geohashBoundingBox", "\"s\"", "{\"MaxLat\":45,\"MaxLng\":45,\"MinLat\":0,\"MinLng\":0}")]
    public async Task Cells_of_the_globe(string function, string arguments, string expected)
    {
        using var cr = new Cr();
        Assert.That(await cr.RunAsync("plugin", "install", Built), Is.Zero, cr.Error);

        Assert.That(await cr.RunAsync(["plugin", "test", function, .. arguments.Split(' ')]), Is.Zero, cr.Error);
        Assert.That(cr.Lines[^1], Is.EqualTo(expected));
    }

    private static List<string[]> Blocks() => [.. JsonBlock()
        .Matches(File.ReadAllText(Path.Combine(Sample, "README.md")).ReplaceLineEndings("\n"))
        .Select(static match => match.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))];

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex JsonBlock();
}
