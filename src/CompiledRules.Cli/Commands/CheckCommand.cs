using System.CommandLine;
using CompiledRules.Cli.Extensions;
using CompiledRules.Cli.Running;
using CompiledRules.Cli.Scripts;

namespace CompiledRules.Cli.Commands;

/// <summary><c>cr check FILE.sql</c>: what is wrong with a script, without running it.</summary>
internal static class CheckCommand
{
    public static Command Create(Shell shell)
    {
        var file = new Argument<string>("file") { Description = "The script to check." };
        var extensions = new ExtensionOptions();
        var command = new Command("check", "Tells what is wrong with a script, one line per error and warning.") { file };
        extensions.AddTo(command);
        command.SetAction((arguments, cancellation) => extensions.WithAsync(
            arguments, shell, opened => CheckAsync(arguments.GetRequiredValue(file), opened, shell, cancellation), cancellation));
        return command;
    }

    private static async Task<int> CheckAsync(string file, RuleExtensions extensions, Shell shell, CancellationToken cancellation)
    {
        var script = await ScriptFile.ReadAsync(file, extensions, shell, cancellation);
        var writer = script.WriteDiagnostics(shell.Output, shell.IsTerminal);
        var faults = script.HasErrors ? [] : ScriptOptions.Check(script, ScriptHost.Create(shell, script.Directory, new RunOutput(shell), extensions));
        foreach (var fault in faults)
            writer.Write(fault);
        return script.HasErrors || faults.Any(static fault => fault.IsError) ? 1 : 0;
    }
}
