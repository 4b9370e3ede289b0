using System.CommandLine;
using CompiledRules.Cli.Commands;
using CompiledRules.Native;

namespace CompiledRules.Cli;

/// <summary>The command <c>cr</c>: exit code 0 when all went well, 1 when something ended the command.</summary>
internal static class CommandLine
{
    // Longer than a rule takes to stop, so that results that have arrived are written on Ctrl-C.
    private static readonly TimeSpan s_terminationTimeout = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(string[] args, Shell shell, CancellationToken cancellation)
    {
        var root = new RootCommand("Streaming SQL rules, compiled.")
        {
            RunCommand.Create(shell),
            QueryCommand.Create(shell),
            CheckCommand.Create(shell),
            ExplainCommand.Create(shell),
            TestCommand.Create(shell),
            PluginCommand.Create(shell),
            ServiceCommand.Create(shell),
            ServeCommand.Create(shell),
            BackupCommand.Create(shell),
        };
        var invocation = new InvocationConfiguration
        {
            Output = shell.Output,
            Error = shell.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = s_terminationTimeout,
        };

        try
        {
            return await root.Parse(args).InvokeAsync(invocation, cancellation);
        }
        catch (Exception failure) when (failure is CommandFailure or PluginException)
        {
            await shell.Error.WriteLineAsync($"cr: {failure.Message}");
            return 1;
        }
    }
}
