using System.Text.RegularExpressions;
using CompiledRules.External.Definitions;
using ExternalFunctions;

namespace CompiledRules.External.Tests.Samples;

/// <summary>Runs what the sample's README shows.</summary>
public sealed partial class ExternalFunctionsSampleTests
{
    [Test]
    public async Task The_readme_tells_the_truth()
    {
        await using var plant = await PlantHost.StartAsync(0, 0, 0);
        await using var services = Open(plant);
        var readme = await File.ReadAllLinesAsync(Path.Combine(SampleFolder, "README.md"));
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

    private static string SampleFolder
    {
        get
        {
            var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "CompiledRules.sln")))
                folder = folder.Parent!;
            return Path.Combine(folder.FullName, "samples", "ExternalFunctions");
        }
    }

    // The sample has its ports in its file; the test takes those that are free.
    private static ExternalServices Open(PlantHost plant)
    {
        var folder = Path.Combine(SampleFolder, "services");
        var json = File.ReadAllText(Path.Combine(folder, "plant.json"))
            .Replace("50051", $"{plant.GrpcPort}", StringComparison.Ordinal)
            .Replace("50052", $"{plant.RestPort}", StringComparison.Ordinal)
            .Replace("50053", $"{plant.RpcPort}", StringComparison.Ordinal);
        var services = new ExternalServices(new ExternalServicesOptions { EnablePrivateNetworks = true });
        services.Add(ServiceReader.Read("plant", json, Path.Combine(folder, "schemas")));
        return services;
    }

    [GeneratedRegex(@"^(?<name>\w+)\((?<arguments>.*)\) → (?<result>.*)$")]
    private static partial Regex CallPattern();
}
