namespace CompiledRules.Cli;

/// <summary>What a command has around it.</summary>
/// <param name="Input">The standard input, as bytes.</param>
/// <param name="IsTerminal">Whether a person watches <paramref name="Output"/>; otherwise it is a file or another program.</param>
/// <param name="Directory">What paths of the command line are relative to.</param>
internal sealed record Shell(Stream Input, TextWriter Output, TextWriter Error, bool IsTerminal, TimeProvider Time, string Directory)
{
    public static Shell OfProcess() => new(
        Console.OpenStandardInput(), Console.Out, Console.Error, !Console.IsOutputRedirected && !Console.IsErrorRedirected, TimeProvider.System, Environment.CurrentDirectory);

    public string ResolvePath(string path) => Path.GetFullPath(path, Directory);
}
