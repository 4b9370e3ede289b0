using Microsoft.Win32.SafeHandles;

namespace CompiledRules.Cli;

/// <summary>What a command has around it.</summary>
/// <param name="Input">The standard input, as bytes.</param>
/// <param name="IsTerminal">Whether a person watches <paramref name="Output"/>; otherwise it is a file or another program.</param>
/// <param name="Directory">What paths of the command line are relative to.</param>
internal sealed record Shell(Stream Input, TextWriter Output, TextWriter Error, bool IsTerminal, TimeProvider Time, string Directory)
{
    public static Shell OfProcess() => new(
        Console.OpenStandardInput(), OpenOutput(), Console.Error, !Console.IsOutputRedirected && !Console.IsErrorRedirected, TimeProvider.System, Environment.CurrentDirectory);

    public string ResolvePath(string path) => Path.GetFullPath(path, Directory);

    // The console's own writer keeps silent when the reader of a pipe has gone, so that "cr query … | head" would never end.
    private static TextWriter OpenOutput()
    {
        if (!Console.IsOutputRedirected || OperatingSystem.IsWindows())
            return Console.Out;

        var output = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return output.CanSeek ? Console.Out : new StreamWriter(output) { AutoFlush = true };
    }
}
