using CompiledRules.External.Definitions;
using ExternalFunctions;

namespace CompiledRules.External.Tests.Samples;

/// <summary>The files of the sample.</summary>
internal static class SampleFolder
{
    public static string Path { get; } = Find();

    /// <summary>The sample's services. It has its ports in its file; the tests take those that are free.</summary>
    public static ExternalServices Open(PlantHost plant)
    {
        var folder = System.IO.Path.Combine(Path, "services");
        var json = File.ReadAllText(System.IO.Path.Combine(folder, "plant.json"))
            .Replace("50051", $"{plant.GrpcPort}", StringComparison.Ordinal)
            .Replace("50052", $"{plant.RestPort}", StringComparison.Ordinal)
            .Replace("50053", $"{plant.RpcPort}", StringComparison.Ordinal);
        var services = new ExternalServices(new ExternalServicesOptions { EnablePrivateNetworks = true });
        services.Add(ServiceReader.Read("plant", json, System.IO.Path.Combine(folder, "schemas")));
        return services;
    }

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "CompiledRules.sln")))
            folder = folder.Parent!;
        return System.IO.Path.Combine(folder.FullName, "samples", "ExternalFunctions");
    }
}
