using System.Text.Json;

namespace CompiledRules.Conformance.Tests.Cases;

/// <summary>Finds the conformance data, which is no part of the repository, and reads it.</summary>
/// <remarks>The folder is named by <c>CONFORMANCE_DIR</c>, or is <c>shared/conformance</c> in a folder above the test assembly.</remarks>
public static class ConformanceCases
{
    private static readonly Lazy<string?> s_folder = new(FindFolder);

    /// <summary>The cases of one file in order; ends the test as ignored when the data is absent.</summary>
    /// <param name="file">Without the extension, for example <c>select</c>.</param>
    public static IReadOnlyList<ConformanceCase> Read(string suite, string file)
    {
        var path = Path.Combine(SuiteFolder(suite), file + ".json");
        if (!File.Exists(path))
            Assert.Ignore($"No conformance data in {path}");

        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return [.. document.RootElement.EnumerateArray().Select((json, index) => new ConformanceCase(suite, file, IdOf(json, suite, file, index), json.Clone()))];
    }

    /// <summary>The cases of every file of a suite, by file name.</summary>
    public static IReadOnlyList<ConformanceCase> ReadAll(string suite) =>
        [.. Directory.EnumerateFiles(SuiteFolder(suite), "*.json")
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Order(StringComparer.Ordinal)
            .SelectMany(file => Read(suite, file))];

    private static string SuiteFolder(string suite)
    {
        if (s_folder.Value is null)
            Assert.Ignore("No conformance data: set CONFORMANCE_DIR");

        var folder = Path.Combine(s_folder.Value!, suite);
        if (!Directory.Exists(folder))
            Assert.Ignore($"No conformance data in {folder}");
        return folder;
    }

    private static string IdOf(JsonElement json, string suite, string file, int index) =>
        json.TryGetProperty("id", out var id) ? id.GetString()! : $"{suite}/{file}/{index}";

    private static string? FindFolder()
    {
        if (Environment.GetEnvironmentVariable("CONFORMANCE_DIR") is { Length: > 0 } named)
            return named;

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "conformance");
            if (Directory.Exists(candidate))
                return candidate;
        }

        return null;
    }
}
