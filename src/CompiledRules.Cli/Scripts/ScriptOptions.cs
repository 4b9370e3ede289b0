using CompiledRules.Extensions.Hosting.Declarations;
using CompiledRules.Hosting;
using CompiledRules.Sql.Symbols;
using CompiledRules.Sql.Syntax;

namespace CompiledRules.Cli.Scripts;

/// <summary>Finds options that connectors and formats refuse or nothing obeys, and where they stand in the script.</summary>
internal static class ScriptOptions
{
    public static IReadOnlyList<OptionFault> Check(ScriptFile script, RuleHost host)
    {
        var statements = Parser.ParseScript(script.Text.Text).Root.Statements;
        var faults = IdleOptions.Find(statements).ToList();
        foreach (var stream in script.Compilation.Streams)
            Try(() => host.Check(StreamDeclarations.ToSettings(stream), isLookup: stream.Kind == StreamKind.LookupTable), stream.Name);
        foreach (var sink in script.Compilation.Sinks)
            Try(() => host.Check(ScriptDeclarations.ToSettings(sink)), sink.Name);
        return faults;

        void Try(Action check, string name)
        {
            try
            {
                check();
            }
            catch (OptionException error)
            {
                faults.Add(FaultOf(error, statements.OfType<CreateStatementSyntax>().First(statement => statement.Name.Text == name)));
            }
        }
    }

    private static OptionFault FaultOf(OptionException error, CreateStatementSyntax statement)
    {
        // Symbols hold names of options in upper case; the reader knows what was written.
        var written = statement.Options.FirstOrDefault(option => string.Equals(option.Name.Text, error.Option, StringComparison.OrdinalIgnoreCase));
        var message = written is null ? error.Message : error.Message.Replace($"'{error.Option}'", $"'{written.Name.Text}'", StringComparison.Ordinal);
        return new OptionFault($"'{statement.Name.Text}': {message}", written?.Span ?? statement.Name.Span);
    }
}
