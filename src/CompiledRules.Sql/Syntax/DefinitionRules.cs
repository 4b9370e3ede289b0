using System.Globalization;
using CompiledRules.Sql.Diagnostics;

namespace CompiledRules.Sql.Syntax;

/// <summary>What the options of a stream or table must be for the definition to make sense on its own.</summary>
internal static class DefinitionRules
{
    public static void Check(CreateStatementSyntax statement, Action<SqlDiagnostic> report)
    {
        var hasOwnType = statement.Option("TYPE") is not null;
        foreach (var option in statement.Options)
            CheckOption(option, hasOwnType, report);

        if (IsMemoryLookup(statement) && statement.Option("KEY") is null)
            report(SqlDiagnostics.LookupKey.At(statement.Name.Span));
        if (Says(statement, "FORMAT", "binary"))
            CheckBinary(statement, report);
    }

    // A source with a type may have options of its own, which it checks itself; a slip in a known name is not one of them.
    private static void CheckOption(OptionSyntax option, bool hasOwnType, Action<SqlDiagnostic> report)
    {
        if (option.Name.Text.Length == 0)
            return;

        if (OptionFacts.ContentOf(option.Name.Text) is not { } content)
        {
            var near = Spelling.Nearest(option.Name.Text, OptionFacts.Names);
            if (near is not null || !hasOwnType)
                report(SqlDiagnostics.UnknownOption.At(option.Name.Span, option.Name.Text, string.Join(", ", OptionFacts.Names)) with { Hint = near is null ? null : $"did you mean {near}?" });
            return;
        }

        if (!Holds(option.Value.Value, content))
            report(SqlDiagnostics.OptionValue.At(option.Value.Span, Show(option.Value.Value), option.Name.Text, OptionFacts.Describe(content)));
    }

    // Null stands for a value that was reported missing.
    private static bool Holds(object? value, OptionContent content) => value is null || content switch
    {
        OptionContent.Flag => value is bool || DefaultValues.Convert(value, SimpleType.Boolean) is not null,
        OptionContent.WholeNumber => value is string text && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        OptionContent.Json => value is string text && JsonText.IsObject(text),
        _ => value is string,
    };

    private static string Show(object? value) => value switch
    {
        bool flag => flag ? "TRUE" : "FALSE",
        _ => $"\"{value}\"",
    };

    private static bool IsMemoryLookup(CreateStatementSyntax statement) =>
        statement.Kind == DefinitionKind.Table && Says(statement, "KIND", "lookup") && Says(statement, "TYPE", "memory");

    private static bool Says(CreateStatementSyntax statement, string option, string text) =>
        statement.Option(option)?.Value is string value && string.Equals(value, text, StringComparison.OrdinalIgnoreCase);

    private static void CheckBinary(CreateStatementSyntax statement, Action<SqlDiagnostic> report)
    {
        if (statement.Kind == DefinitionKind.Table)
            report(SqlDiagnostics.BinaryTable.At(statement.Option("FORMAT")!.Span));
        else if (statement.Fields.Count > 1)
            report(SqlDiagnostics.BinaryFields.At(statement.Fields[1].Span, "a second column"));
        else if (statement.Fields.Count == 1 && statement.Fields[0].Type is not (SimpleTypeSyntax { Type: SimpleType.Bytea } or MissingTypeSyntax))
            report(SqlDiagnostics.BinaryFields.At(statement.Fields[0].Span, "a column of another type"));
    }
}
