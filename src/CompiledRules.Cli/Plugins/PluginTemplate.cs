using System.Text.RegularExpressions;

namespace CompiledRules.Cli.Plugins;

/// <summary>The project that a new plugin begins as.</summary>
internal static partial class PluginTemplate
{
    private const string Prefix = "plugin/";
    private const string Placeholder = "PluginName";

    /// <summary>Writes the project into a new folder.</summary>
    /// <returns>The names of its files.</returns>
    /// <exception cref="CommandFailure">The name cannot be that of a plugin, or the folder is there already.</exception>
    public static IReadOnlyList<string> Write(string name, string folder)
    {
        if (!Name().IsMatch(name))
            throw new CommandFailure($"'{name}' cannot be the name of a plugin: use letters, digits and underscores, beginning with a letter, such as Weather");
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new CommandFailure($"{folder} is there already; choose another name, or remove it");

        Directory.CreateDirectory(folder);
        var files = new List<string>();
        var assembly = typeof(PluginTemplate).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(static resource => resource.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            Add(resource[Prefix.Length..].Replace(Placeholder, name, StringComparison.Ordinal), reader.ReadToEnd().Replace(Placeholder, name, StringComparison.Ordinal));
        }

        // Builds against this very command; without the file, against the packages.
        Add("Directory.Build.props", $"""
            <Project>
              <PropertyGroup>
                <CompiledRulesHome>{System.Security.SecurityElement.Escape(Home)}</CompiledRulesHome>
              </PropertyGroup>
            </Project>

            """);
        return files;

        void Add(string file, string content)
        {
            File.WriteAllText(Path.Combine(folder, file), content);
            files.Add(file);
        }
    }

    /// <summary>Where the contract and the generator lie.</summary>
    public static string Home { get; } = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]*$")]
    private static partial Regex Name();
}
