using System.Diagnostics;
using System.IO.Compression;
using CompiledRules.Native;
using CompiledRules.Native.Loading;

namespace CompiledRules.Cli.Plugins;

/// <summary>Makes the zip of a plugin out of its project, or out of a folder that is built already.</summary>
internal static class PluginPacker
{
    /// <param name="source">The folder of a project, or of built assemblies.</param>
    /// <param name="output">The folder of the zip.</param>
    /// <returns>The path of the zip, which is known to load.</returns>
    /// <exception cref="CommandFailure">The project does not build, or there is nothing to pack.</exception>
    /// <exception cref="PluginException">What was built is no plugin.</exception>
    public static async Task<string> PackAsync(string source, string output, CancellationToken cancellation)
    {
        var scratch = Directory.CreateTempSubdirectory("cr-pack-").FullName;
        try
        {
            var folder = source;
            if (Directory.EnumerateFiles(source, "*.csproj").ToList() is [var project, ..])
            {
                folder = Path.Combine(scratch, "published");
                await PublishAsync(project, folder, cancellation);
            }

            var staging = Path.Combine(scratch, "package");
            Stage(folder, staging);
            var assembly = PluginInspection.Load(staging, Path.Combine(scratch, "check")).Package.Assembly;
            var zip = Path.Combine(output, Path.ChangeExtension(assembly, ".zip"));
            Directory.CreateDirectory(output);
            File.Delete(zip);
            await ZipFile.CreateFromDirectoryAsync(staging, zip, cancellation);
            return zip;
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    // The host's own contract is used whatever the package holds.
    private static void Stage(string folder, string staging)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(folder, file);
            if (Path.GetFileNameWithoutExtension(name) == PluginContract.AssemblyName || Path.GetExtension(name) == ".zip")
                continue;

            var target = Path.Combine(staging, name);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static async Task PublishAsync(string project, string folder, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        string[] arguments = ["publish", project, "-c", "Release", "-o", folder, "--nologo", "-v", "quiet", "-clp:ErrorsOnly"];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        using var process = Process.Start(start) ?? throw new CommandFailure("dotnet cannot be started; install the .NET SDK, or give a folder that is built");
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var error = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode != 0)
            throw new CommandFailure($"{Path.GetFileName(project)} does not build:\n{await output}{await error}");
    }
}
