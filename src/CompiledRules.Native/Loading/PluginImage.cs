using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace CompiledRules.Native.Loading;

/// <summary>Looks into a plugin's assembly without loading it, so that a bad one is refused before any of its code runs.</summary>
internal static class PluginImage
{
    /// <exception cref="PluginException">The file is no assembly for this process, is built against another contract, or lacks a dependency.</exception>
    public static void Check(string plugin, string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            using var image = new PEReader(stream);
            if (!image.HasMetadata)
                throw new PluginException(plugin, $"{Path.GetFileName(path)} is a native library; expected a .NET assembly");

            CheckArchitecture(plugin, path, image.PEHeaders);
            CheckReferences(plugin, path, image.GetMetadataReader());
        }
        catch (Exception error) when (error is BadImageFormatException or InvalidOperationException or IOException)
        {
            throw new PluginException(plugin, $"{Path.GetFileName(path)} is not a .NET assembly, or is cut short ({error.Message}); build and pack it again", error);
        }
    }

    private static void CheckArchitecture(string plugin, string path, PEHeaders headers)
    {
        // Assemblies for any processor carry the machine I386 and no 32-bit requirement.
        var machine = headers.CoffHeader.Machine;
        var isAny = machine == Machine.I386 && headers.CorHeader is { } header && !header.Flags.HasFlag(CorFlags.Requires32Bit);
        var expected = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => Machine.Amd64,
            Architecture.Arm64 => Machine.Arm64,
            Architecture.X86 => Machine.I386,
            _ => Machine.Unknown,
        };

        if (!isAny && machine != expected)
            throw new PluginException(plugin, $"{Path.GetFileName(path)} is built for {machine}, but this process is {expected}; build it for AnyCPU");
    }

    private static void CheckReferences(string plugin, string path, MetadataReader metadata)
    {
        var folder = Path.GetDirectoryName(path)!;
        var hasContract = false;
        foreach (var handle in metadata.AssemblyReferences)
        {
            var reference = metadata.GetAssemblyReference(handle);
            var name = metadata.GetString(reference.Name);
            if (name == PluginContract.AssemblyName)
            {
                PluginContract.Check(plugin, reference.Version);
                hasContract = true;
            }
            else if (!File.Exists(Path.Combine(folder, name + ".dll")) && !IsProvided(name))
                throw new PluginException(plugin, $"it needs {name} {reference.Version}, which is neither in the package nor part of .NET; pack it beside the plugin's assembly");
        }

        if (!hasContract)
            throw new PluginException(plugin, $"{Path.GetFileName(path)} does not reference {PluginContract.AssemblyName}, so it holds nothing for rules");
    }

    private static bool IsProvided(string name)
    {
        try
        {
            AssemblyLoadContext.Default.LoadFromAssemblyName(new System.Reflection.AssemblyName(name));
            return true;
        }
        catch (Exception error) when (error is FileNotFoundException or FileLoadException)
        {
            return false;
        }
    }
}
