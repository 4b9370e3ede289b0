using System.CommandLine;
using CompiledRules.Testing.Cases;

namespace CompiledRules.Cli.Commands;

/// <summary><c>cr test DIR</c>: runs the cases of a folder in virtual time.</summary>
internal static class TestCommand
{
    public static Command Create(Shell shell)
    {
        var folder = new Argument<string>("dir") { Description = "A folder with *.case files, also in folders below it, or one such file.", DefaultValueFactory = static _ => "." };
        var fillIn = new Option<bool>("--fill-in") { Description = "Writes what came out into the files, in the place of what was expected." };
        var command = new Command("test", "Runs case files: rules, what goes in and what should come out, in virtual time.") { folder, fillIn };
        command.SetAction((arguments, cancellation) => TestAsync(arguments.GetRequiredValue(folder), arguments.GetValue(fillIn), shell, cancellation));
        return command;
    }

    private static async Task<int> TestAsync(string path, bool fillsIn, Shell shell, CancellationToken cancellation)
    {
        var (runner, passed, failed) = (new CaseRunner(), 0, 0);
        foreach (var name in FilesOf(shell.ResolvePath(path)))
        {
            cancellation.ThrowIfCancellationRequested();
            var file = Read(name);
            var results = runner.Run(file);
            foreach (var result in results.Where(static result => !result.IsPassed))
                await shell.Output.WriteLineAsync(Describe(result, Path.GetRelativePath(shell.Directory, name)));

            passed += results.Count(static result => result.IsPassed);
            failed += results.Count(static result => !result.IsPassed);
            if (fillsIn)
                await File.WriteAllTextAsync(name, CaseRewriter.FillIn(file, results), cancellation);
        }

        await shell.Output.WriteLineAsync($"{passed} passed, {failed} failed");
        return failed == 0 || fillsIn ? 0 : 1;
    }

    private static string[] FilesOf(string path)
    {
        if (File.Exists(path))
            return [path];
        if (!Directory.Exists(path))
            throw new CommandFailure($"There is no folder and no file {path}");

        string[] files = [.. Directory.EnumerateFiles(path, "*.case", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new CommandFailure($"There are no *.case files in {path}");
    }

    private static CaseFile Read(string path)
    {
        try
        {
            return CaseFile.Read(path);
        }
        catch (CaseFormatException error)
        {
            throw new CommandFailure(error.Message);
        }
    }

    private static string Describe(CaseResult result, string path) =>
        $"{path}({result.Case.Line}): {result.Case}\n    {result.Failure!.Replace("\n", "\n    ", StringComparison.Ordinal)}";
}
