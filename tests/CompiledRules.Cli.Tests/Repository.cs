namespace CompiledRules.Cli.Tests;

/// <summary>Where the sources are.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CompiledRules.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("CompiledRules.sln stands in none of the folders above the test assembly");
        return folder.FullName;
    }
}
