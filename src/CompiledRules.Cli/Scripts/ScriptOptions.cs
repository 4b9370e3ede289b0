using CompiledRules.Hosting;
using CompiledRules.Sql.Symbols;
using CompiledRules.Sql.Syntax;
using CompiledRules.Sql.Text;

namespace CompiledRules.Cli.Scripts;

/// <summary>Finds options that connectors and formats refuse, and where they stand in the script.</summary>
internal static class ScriptOptions
{
    public static IReadOnlyList<OptionFault> Check(ScriptFile script, RuleHost host)
    {
        var statements = Parser.ParseScript(script.Text.Text).Root.Statements;
        var faults = new List<OptionFault>();
        foreach (var stream in script.Compilation.Streams)
            Try(() => host.Check(Settings.OfStream(stream), isLookup: stream.Kind == StreamKind.LookupTable), stream.Name);
        foreach (var sink in script.Compilation.Sinks)
            Try(() => host.Check(Settings.OfSink(sink)), sink.Name);
        return faults;

        void Try(Action check, string name)
        {
            try
            {
                check();
            }
            catch (OptionException error)
            {
                faults.Add(new OptionFault($"'{name}': {error.Message}", PlaceOf(statements.OfType<CreateStatementSyntax>().First(statement => statement.Name.Text == name), error.Option)));
            }
        }
    }

    private static TextSpan PlaceOf(CreateStatementSyntax statement, string option) =>
        statement.Options.FirstOrDefault(written => string.Equals(written.Name.Text, option, StringComparison.OrdinalIgnoreCase))?.Span ?? statement.Name.Span;
}
