using System.Diagnostics;
using System.IO.Compression;

namespace CompiledRules.Portable.Packages;

/// <summary>The folders of the installed plugins.</summary>
internal sealed class PluginPackages(string root)
{
    /// <summary>Reads every folder that holds a valid manifest of its own name; says of the others why not.</summary>
    public IEnumerable<(string Name, PluginManifest? Manifest, string? Error)> ReadAll()
    {
        Directory.CreateDirectory(root);
        foreach (var directory in Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(directory);
            // Left behind by an install that was cut short.
            if (name.StartsWith('.'))
                continue;

            PluginManifest? manifest = null;
            string? error = null;
            try
            {
                manifest = PluginManifest.Read(directory, name);
            }
            catch (PortableException failure)
            {
                error = failure.Message;
            }

            yield return (name, manifest, error);
        }
    }

    /// <summary>Copies or unpacks <paramref name="package"/>, a folder or a zip file, in place of what is installed under <paramref name="name"/>. A package that is not valid changes nothing.</summary>
    /// <param name="admit">Throws when the manifest is not wanted, before anything is replaced.</param>
    /// <exception cref="PortableException">The package is not valid, or its <c>install.sh</c> failed.</exception>
    public async Task<PluginManifest> InstallAsync(string name, string package, IReadOnlyList<string> arguments, Action<PluginManifest> admit, CancellationToken cancellation)
    {
        PluginName.Check(name);
        var target = Path.Combine(root, name);
        var staging = Path.Combine(root, "." + name + ".new");
        Delete(staging);
        try
        {
            if (Directory.Exists(package))
                Copy(package, staging);
            else if (package.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
                await UnpackAsync(package, staging, cancellation).ConfigureAwait(false);
            else
                throw new PortableException($"invalid uri {package}");

            admit(PluginManifest.Read(staging, name));
            await RunInstallAsync(staging, arguments, cancellation).ConfigureAwait(false);
            Delete(target);
            Directory.Move(staging, target);
            return PluginManifest.Read(target, name);
        }
        finally
        {
            Delete(staging);
        }
    }

    public void Remove(string name) => Delete(Path.Combine(root, name));

    private static void Delete(string directory)
    {
        if (Directory.Exists(directory))
            Directory.Delete(directory, recursive: true);
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var directory in Directory.EnumerateDirectories(from))
            Copy(directory, Path.Combine(to, Path.GetFileName(directory)));
    }

    // Refuses entries that would leave the folder, creates every folder on the way and keeps the mode bits.
    private static async Task UnpackAsync(string file, string target, CancellationToken cancellation)
    {
        try
        {
            await ZipFile.ExtractToDirectoryAsync(file, target, cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            throw new PortableException($"fail to unzip file {file}: {error.Message}", error);
        }
    }

    private static async Task RunInstallAsync(string directory, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var script = Path.Combine(directory, "install.sh");
        if (!File.Exists(script))
            return;

        using var process = Process.Start(new ProcessStartInfo("/bin/sh", [script, .. arguments])
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        if (process.ExitCode != 0)
            throw new PortableException($"install.sh ended with {process.ExitCode}: {await errors.ConfigureAwait(false)}{await output.ConfigureAwait(false)}");
    }
}
