using System.IO.Compression;
using CompiledRules.External.Definitions;

namespace CompiledRules.External;

/// <summary>A service in a zip file: <c>name.json</c> at the root, and a folder <c>schemas</c>.</summary>
public static class ServicePackage
{
    // Definitions and schemas are text; more than this is something else.
    private const long LargestContent = 64 << 20;

    /// <summary>Unpacks a service into a folder of services and reads it there. A service of that name is replaced once the new one has been read.</summary>
    /// <param name="name">The name asked for; that of the file in the package may be written in another case.</param>
    /// <exception cref="ServiceDefinitionException">The package or what is in it is wrong; the folder is as it was.</exception>
    public static ServiceDefinition Install(Stream zip, string name, string folder)
    {
        var staging = Directory.CreateTempSubdirectory("service-");
        try
        {
            var definition = Unpack(zip, name, staging.FullName, folder);
            Copy(staging.FullName, folder);
            return definition;
        }
        catch (InvalidDataException error)
        {
            throw Wrong(name, "The package cannot be unpacked: " + error.Message, "Give a zip file");
        }
        finally
        {
            staging.Delete(recursive: true);
        }
    }

    private static ServiceDefinition Unpack(Stream zip, string name, string staging, string folder)
    {
        using var archive = new ZipArchive(zip, ZipArchiveMode.Read);
        if (archive.Entries.Sum(static entry => entry.Length) > LargestContent)
            throw Wrong(name, "The package holds more than 64 MB", "Pack the definition and its schemas only");

        // Schemas that are there already may be imported by those that come.
        var known = Path.Combine(folder, "schemas");
        if (Directory.Exists(known))
            Copy(known, Path.Combine(staging, "schemas"));
        foreach (var entry in archive.Entries.Where(static entry => entry.Name.Length > 0))
        {
            var isDefinition = string.Equals(entry.FullName, name + ".json", StringComparison.OrdinalIgnoreCase);
            if (!isDefinition && !entry.FullName.StartsWith("schemas/", StringComparison.Ordinal))
                continue;

            var target = Path.GetFullPath(Path.Combine(staging, isDefinition ? name + ".json" : entry.FullName));
            if (!target.StartsWith(staging + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                throw Wrong(name, $"The package has the path '{entry.FullName}', which leads out of it", "Pack the files again");

            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            entry.ExtractToFile(target, overwrite: true);
        }

        var definition = Path.Combine(staging, name + ".json");
        if (!File.Exists(definition))
            throw Wrong(name, $"The package has no {name}.json at its root", "Name the definition like the service");

        return ServiceReader.Read(name, File.ReadAllText(definition), Path.Combine(staging, "schemas"));
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }

    private static ServiceDefinitionException Wrong(string name, string message, string remedy) =>
        new([new ServiceProblem(name + ".zip", 0, message, remedy)]);
}
