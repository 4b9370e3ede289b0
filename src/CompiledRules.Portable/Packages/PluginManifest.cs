using System.Collections.Immutable;
using System.Text.Json;

namespace CompiledRules.Portable.Packages;

/// <summary>What the <c>&lt;plugin&gt;.json</c> of a package says.</summary>
/// <param name="Name">Letters, digits, hyphens and underscores.</param>
/// <param name="Directory">The absolute folder the package stands in.</param>
/// <param name="Executable">The absolute path of the program or script.</param>
/// <param name="VirtualEnvType"><c>conda</c>, <c>venv</c>, <c>uv</c> or null; for python.</param>
/// <param name="Env">The name of the conda environment, or the folder of the others; null for theirs by custom.</param>
/// <param name="Signatures">Declared functions, by name; others are of unknown type.</param>
public sealed record PluginManifest(
    string Name,
    string Directory,
    string Version,
    string Language,
    string Executable,
    ImmutableArray<string> Sources,
    ImmutableArray<string> Sinks,
    ImmutableArray<string> Functions,
    string? VirtualEnvType,
    string? Env,
    ImmutableDictionary<string, PluginSignature> Signatures)
{
    private static readonly string[] s_environments = ["conda", "venv", "uv"];

    /// <summary>Reads the manifest of the plugin called <paramref name="name"/> in <paramref name="directory"/> and checks that what it names is there.</summary>
    /// <exception cref="PortableException">The manifest is missing, is no JSON, or names what is not there.</exception>
    public static PluginManifest Read(string directory, string name)
    {
        PluginName.Check(name);
        var path = Path.Combine(directory, name + ".json");
        if (!File.Exists(path))
            throw new PortableException($"missing or invalid json file {name}.json, found {Count(directory)} files in total");

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return Read(document.RootElement, Path.GetFullPath(directory), name);
        }
        catch (JsonException error)
        {
            throw new PortableException($"missing or invalid json file {name}.json, found {Count(directory)} files in total: {error.Message}", error);
        }
    }

    private static PluginManifest Read(JsonElement json, string directory, string name)
    {
        if (Text(json, "name") is { } given && given != name)
            throw new PortableException($"the plugin json is for {given}, not for {name}");

        var executable = Text(json, "executable") ?? throw new PortableException($"the json of plugin {name} names no executable");
        var manifest = new PluginManifest(
            name,
            directory,
            Text(json, "version") ?? "",
            Text(json, "language") ?? "",
            Inside(directory, executable),
            Names(json, "sources"),
            Names(json, "sinks"),
            Names(json, "functions"),
            Text(json, "virtualEnvType"),
            Text(json, "env"),
            PluginSignature.ReadAll(json, directory));
        Check(manifest);
        return manifest;
    }

    private static void Check(PluginManifest manifest)
    {
        if (manifest.Sources.IsEmpty && manifest.Sinks.IsEmpty && manifest.Functions.IsEmpty)
            throw new PortableException($"plugin {manifest.Name} has no source, no sink and no function");
        if (!File.Exists(manifest.Executable))
            throw new PortableException($"missing {Path.GetFileName(manifest.Executable)}");
        if (manifest.VirtualEnvType is { } type && !s_environments.Contains(type))
            throw new PortableException($"unsupported virtualEnvType {type}: it is one of {string.Join(", ", s_environments)}");

        foreach (var symbol in (string[])[.. manifest.Sources, .. manifest.Sinks, .. manifest.Functions])
            PluginName.Check(symbol);
        foreach (var source in manifest.Sources)
        {
            if (!File.Exists(Path.Combine(manifest.Directory, "sources", source + ".yaml")))
                throw new PortableException($"missing sources/{source}.yaml");
        }
    }

    private static string Inside(string directory, string executable)
    {
        var path = Path.GetFullPath(executable, directory);
        return path.StartsWith(directory.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? path
            : throw new PortableException($"executable '{executable}' is not a file of the package");
    }

    private static int Count(string directory) =>
        System.IO.Directory.Exists(directory) ? System.IO.Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Count() : 0;

    private static string? Text(JsonElement json, string key) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    private static ImmutableArray<string> Names(JsonElement json, string key) =>
        json.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(static item => item.GetString() ?? "")] : [];
}
