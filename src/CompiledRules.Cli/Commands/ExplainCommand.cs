using System.CommandLine;
using CompiledRules.Cli.Extensions;
using CompiledRules.Cli.Output;
using CompiledRules.Cli.Queries;
using CompiledRules.Cli.Scripts;
using CompiledRules.Sql;
using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Text;

namespace CompiledRules.Cli.Commands;

/// <summary><c>cr explain FILE.sql|"SELECT …"</c>: how statements become code. <c>cr explain CR2001</c>: what a diagnostic means.</summary>
internal static class ExplainCommand
{
    public static Command Create(Shell shell)
    {
        var what = new Argument<string>("script, SQL or id") { Description = "A script, a SELECT whose streams may have any name, or the id of a diagnostic such as CR2001." };
        var command = new Command("explain", "Shows the plan of each rule after each rewrite, its lowered form and its expression trees; or what a diagnostic means.") { what };
        var extensions = new ExtensionOptions();
        extensions.AddTo(command);
        command.SetAction((arguments, cancellation) => extensions.WithAsync(
            arguments, shell, opened => ExplainAsync(arguments.GetRequiredValue(what), opened, shell, cancellation), cancellation));
        return command;
    }

    private static async Task<int> ExplainAsync(string what, RuleExtensions extensions, Shell shell, CancellationToken cancellation)
    {
        if (DiagnosticHelp.Find(what) is { } page)
        {
            await shell.Output.WriteAsync(page.AsMemory(), cancellation);
            return 0;
        }

        if (!what.TrimStart().StartsWith("SELECT", StringComparison.OrdinalIgnoreCase) && !what.TrimStart().StartsWith("WITH", StringComparison.OrdinalIgnoreCase))
            return await ExplainScriptAsync(what, extensions, shell, cancellation);

        var compilation = Compilation.Compile(what, new AnyStreamCatalog(extensions.Functions), RuleOptions.Default);
        new DiagnosticWriter(shell.Error, "query", new SourceText(what), shell.IsTerminal).WriteAll(compilation.Diagnostics);
        if (compilation.HasErrors)
            return 1;

        ExplanationWriter.Write(shell.Output, "query", what, compilation, RuleOptions.Default);
        return 0;
    }

    private static async Task<int> ExplainScriptAsync(string file, RuleExtensions extensions, Shell shell, CancellationToken cancellation)
    {
        var script = await ScriptFile.ReadAsync(file, extensions, shell, cancellation);
        script.WriteDiagnostics(shell.Error, shell.IsTerminal);
        if (script.HasErrors)
            return 1;

        foreach (var rule in script.Rules)
            ExplanationWriter.Write(shell.Output, rule.Name, script.Text.TextOf(rule.Sql), rule.Compilation, rule.Options);
        return 0;
    }
}
