using System.Text.RegularExpressions;
using ExternalFunctions;

namespace CompiledRules.External.Tests.Samples;

/// <summary>Runs what the sample's README shows.</summary>
public sealed partial class ExternalFunctionsSampleTests
{
    [Test]
    public async Task The_readme_tells_the_truth()
    {
        await using var plant = await PlantHost.StartAsync(0, 0, 0);
        await using var services = SampleFolder.Open(plant);
        var readme = await File.ReadAllLinesAsync(Path.Combine(SampleFolder.Path, "README.md"));
        var shown = readme.Select(static line => CallPattern().Match(line)).Where(static match => match.Success).ToArray();

        var results = new List<string>();
        foreach (var call in shown)
        {
            var arguments = SqlJson.Parse($"[{call.Groups["arguments"].Value}]", wholeNumbersAsIntegers: true).AsArray();
            var result = await services.Find(call.Groups["name"].Value)!.InvokeAsync(arguments, CancellationToken.None);
            results.Add(result.Error?.Message ?? SqlJson.ToText(result.Value));
        }

        Assert.That(results, Is.Not.Empty.And.EqualTo(shown.Select(static call => call.Groups["result"].Value)));
    }

    [GeneratedRegex(@"^(?<name>\w+)\((?<arguments>.*)\) → (?<result>.*)$")]
    private static partial Regex CallPattern();
}
