using System.Text.Json;

namespace CompiledRules.Cli.Tests;

/// <summary>Runs the quick start as the README says and compares what both show.</summary>
public sealed class QuickstartTests
{
    [Test]
    public async Task The_README_shows_what_the_quick_start_prints()
    {
        using var cr = new Cr();

        var code = await cr.RunAsync("run", Path.Combine(Repository.Root, "samples", "quickstart", "quickstart.sql"), "--limit", "7");

        Assert.That(code, Is.Zero);
        Assert.That(cr.Lines.Select(Shape).Distinct().Order(), Is.EqualTo(ReadmeLines().Select(Shape).Distinct().Order()));
    }

    // The first block that holds rows.
    private static IEnumerable<string> ReadmeLines() => File.ReadLines(Path.Combine(Repository.Root, "README.md"))
        .SkipWhile(static line => !line.StartsWith('{'))
        .TakeWhile(static line => line.StartsWith('{'));

    // A figure that the machine does not give is left out of a row.
    private static string Shape(string line) => string.Join(", ", JsonDocument.Parse(line).RootElement.EnumerateObject()
        .Where(static property => !property.Name.Contains("cpu", StringComparison.OrdinalIgnoreCase))
        .Select(static property => $"{property.Name} {property.Value.ValueKind}"));
}
