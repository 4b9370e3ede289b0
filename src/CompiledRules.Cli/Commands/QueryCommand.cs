using System.CommandLine;
using CompiledRules.Cli.Extensions;
using CompiledRules.Cli.Output;
using CompiledRules.Cli.Queries;
using CompiledRules.Cli.Running;
using CompiledRules.Cli.Scripts;
using CompiledRules.Compiler;
using CompiledRules.Connectors.Files;
using CompiledRules.Formats;
using CompiledRules.Hosting;
using CompiledRules.Sql;
using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Text;

namespace CompiledRules.Cli.Commands;

/// <summary><c>cr query "SELECT …" --from …</c>: one statement over one input, rows as JSON lines.</summary>
internal static class QueryCommand
{
    public static Command Create(Shell shell)
    {
        var sql = new Argument<string>("sql") { Description = "The statement. The stream in FROM may have any name." };
        var from = new Option<string>("--from")
        {
            Description = "A file (.json, .csv; otherwise JSON lines; .gz too), - for the input, mqtt://host:port/topic, or host for the figures of this machine.",
            HelpName = "origin",
            Required = true,
        };
        var options = new RunOptions();
        var extensions = new ExtensionOptions();
        var command = new Command("query", "Runs one statement over a file, the input, a topic or this machine's figures, and prints a JSON line per row.") { sql, from };
        options.AddTo(command);
        extensions.AddTo(command);
        command.SetAction((arguments, cancellation) => extensions.WithAsync(
            arguments,
            shell,
            opened => QueryAsync(arguments.GetRequiredValue(sql), QueryOrigin.Parse(arguments.GetRequiredValue(from), shell), options.Read(arguments), opened, shell, cancellation),
            cancellation));
        return command;
    }

    private static async Task<int> QueryAsync(string sql, QueryOrigin origin, RunRequest request, RuleExtensions extensions, Shell shell, CancellationToken cancellation)
    {
        var compilation = Compilation.Compile(sql, new AnyStreamCatalog(extensions.Functions), RuleOptions.Default);
        new DiagnosticWriter(shell.Error, "query", new SourceText(sql), shell.IsTerminal).WriteAll(compilation.Diagnostics);
        if (compilation.HasErrors)
            return 1;

        var program = RuleCompiler.Compile(compilation, sql, RuleOptions.Default, extensions.Assemblies).Program;
        if (origin.Type == QueryOrigin.Input && program.Inputs.Length > 1)
            throw new CommandFailure("--from -: the input can be read once, and the statement names several streams; give a file");

        var output = new RunOutput(shell with { IsTerminal = false }, request.Limit);
        var rule = new RuleSettings(
            "query", program, [.. program.Inputs.Select(input => origin.ToStream(input.Name))], [Settings.Printing], new RunningRuleOptions()) { Output = output.RowsOf("query") };
        try
        {
            await new RuleGroup(shell, output, request).RunAsync(HostOf(origin, shell, output), [rule], cancellation);
        }
        catch (OptionException error)
        {
            throw new CommandFailure(error.Message);
        }

        output.Conclude([]);
        return 0;
    }

    private static RuleHost HostOf(QueryOrigin origin, Shell shell, RunOutput output) => new(
        ScriptHost.Connectors()
            .AddSource(QueryOrigin.Input, (_, context) => new LineSource(shell.Input, context.Time))
            .AddSource(QueryOrigin.Csv, (_, context) => new NumbersOfText(((SourceConnector.Rows)ScriptHost.Connectors().CreateSource("file", origin.Options, context)).Source)),
        FormatRegistry.CreateDefault(),
        new ConnectorContext("cr", shell.Time) { BaseDirectory = shell.Directory, Log = output.Log });
}
