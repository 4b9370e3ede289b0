using System.IO.Compression;
using System.Text.RegularExpressions;

namespace CompiledRules.Native.Packages;

/// <summary>A plugin as it is handed over: a zip file or a folder, with <c>{Name}.dll</c> and what it needs beside it.</summary>
/// <param name="Name">The plugin's name, its first letter in lower case.</param>
/// <param name="Version">From <c>{Name}@{version}.dll</c>, without a leading v; empty where the file names none.</param>
/// <param name="Assembly">The path of the assembly inside the package.</param>
public sealed partial record PluginPackage(string Name, string Version, string Assembly)
{
    // A plugin of several hundred megabytes is a mistake, or an attack on the disk.
    private const long MostBytes = 512L << 20;

    /// <summary>Copies a package into <paramref name="folder"/>, which must not exist, and says what is in it.</summary>
    /// <param name="name">The plugin's name in any case of the first letter; null to take that of the only assembly that can be it.</param>
    /// <exception cref="PluginException">The package is damaged or holds no such assembly; the folder is gone again.</exception>
    public static PluginPackage Unpack(string source, string folder, string? name = null)
    {
        var shown = name ?? Path.GetFileNameWithoutExtension(source);
        Directory.CreateDirectory(folder);
        try
        {
            if (Directory.Exists(source))
                CopyFolder(source, folder);
            else
                ExtractZip(shown, source, folder);
            return Find(shown, folder, name);
        }
        catch (Exception)
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    /// <summary>Finds the plugin's assembly in an unpacked package.</summary>
    internal static PluginPackage Find(string shown, string folder, string? name)
    {
        var candidates = Directory.EnumerateFiles(folder, "*.dll")
            .Select(static path => (Path: path, Match: FileName().Match(Path.GetFileName(path))))
            .Where(candidate => candidate.Match.Success && (name is null ? IsPlugin(candidate.Path) : NameOf(candidate.Match) == LowerFirst(name)))
            .ToList();

        return candidates switch
        {
            [var only] => new PluginPackage(NameOf(only.Match), only.Match.Groups["version"].Value.TrimStart('v'), Path.GetFileName(only.Path)),
            [] => throw new PluginException(shown, $"the package holds {Contents(folder)}; expected {UpperFirst(shown)}.dll at its root"),
            _ => throw new PluginException(shown, $"the package holds several plugins ({string.Join(", ", candidates.Select(static candidate => Path.GetFileName(candidate.Path)))}); name the one to install"),
        };
    }

    // Dependencies have no deps.json of their own; a plugin without one is alone in its package.
    private static bool IsPlugin(string path) =>
        File.Exists(Path.ChangeExtension(path, ".deps.json")) || Directory.EnumerateFiles(Path.GetDirectoryName(path)!, "*.dll").Take(2).Count() == 1;

    private static void CopyFolder(string source, string folder)
    {
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(folder, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static void ExtractZip(string shown, string source, string folder)
    {
        try
        {
            using var zip = ZipFile.OpenRead(source);
            if (zip.Entries.Sum(static entry => entry.Length) > MostBytes)
                throw new PluginException(shown, $"the package unpacks to more than {MostBytes >> 20} MiB");

            // Refuses entries that lead out of the folder.
            zip.ExtractToDirectory(folder);
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new PluginException(shown, $"{Path.GetFileName(source)} cannot be read as a zip file or folder: {error.Message}", error);
        }
    }

    private static string NameOf(Match match) => LowerFirst(match.Groups["name"].Value);

    private static string LowerFirst(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static string UpperFirst(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    private static string Contents(string folder) =>
        Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName).Take(8).ToList() is { Count: > 0 } names ? string.Join(", ", names) : "nothing";

    [GeneratedRegex(@"^(?<name>[A-Za-z][A-Za-z0-9_.\-]*?)(@(?<version>v?[A-Za-z0-9_.\-]+))?\.dll$")]
    private static partial Regex FileName();
}
