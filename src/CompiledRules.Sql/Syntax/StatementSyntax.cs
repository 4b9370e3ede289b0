using CompiledRules.Sql.Text;

namespace CompiledRules.Sql.Syntax;

/// <summary>One statement of a script.</summary>
public abstract record StatementSyntax(TextSpan Span) : SyntaxNode(Span);

/// <summary><c>[WITH name AS (…), …] SELECT …</c>.</summary>
public sealed record SelectStatementSyntax(TextSpan Span, EquatableArray<CommonTableSyntax> CommonTables, QuerySyntax Query)
    : StatementSyntax(Span);

public enum DefinitionKind
{
    Stream,
    Table,
    Sink,
}

/// <summary><c>CREATE STREAM|TABLE|SINK name (field, …) WITH (option, …)</c>; without fields the definition is schemaless.</summary>
public sealed record CreateStatementSyntax(
    TextSpan Span,
    DefinitionKind Kind,
    IdentifierSyntax Name,
    EquatableArray<FieldSyntax> Fields,
    EquatableArray<OptionSyntax> Options) : StatementSyntax(Span)
{
    /// <summary>The value of an option, of the last one where it is written twice; null where it is absent.</summary>
    public LiteralExpressionSyntax? Option(string name) =>
        Options.Items.LastOrDefault(option => string.Equals(option.Name.Text, name, StringComparison.OrdinalIgnoreCase))?.Value;
}

/// <summary><c>CREATE RULE name INTO sink, … [WITH (option, …)] AS SELECT …</c>.</summary>
public sealed record CreateRuleStatementSyntax(
    TextSpan Span,
    IdentifierSyntax Name,
    EquatableArray<IdentifierSyntax> Sinks,
    EquatableArray<OptionSyntax> Options,
    SelectStatementSyntax Select) : StatementSyntax(Span);

/// <summary><c>SHOW STREAMS</c> or <c>SHOW TABLES</c>.</summary>
public sealed record ShowStatementSyntax(TextSpan Span, DefinitionKind Kind) : StatementSyntax(Span);

/// <summary><c>DESCRIBE STREAM|TABLE name</c>.</summary>
public sealed record DescribeStatementSyntax(TextSpan Span, DefinitionKind Kind, IdentifierSyntax Name) : StatementSyntax(Span);

/// <summary><c>DROP STREAM|TABLE name</c>.</summary>
public sealed record DropStatementSyntax(TextSpan Span, DefinitionKind Kind, IdentifierSyntax Name) : StatementSyntax(Span);

/// <summary><c>EXPLAIN STREAM|TABLE name</c>.</summary>
public sealed record ExplainStatementSyntax(TextSpan Span, DefinitionKind Kind, IdentifierSyntax Name) : StatementSyntax(Span);

/// <summary>Text that begins like no statement, up to the next semicolon; always has a diagnostic.</summary>
public sealed record InvalidStatementSyntax(TextSpan Span) : StatementSyntax(Span);

/// <summary><c>NAME = value</c> of a <c>WITH</c> clause; the value is a string or a bool, for sinks and rules also a number.</summary>
/// <param name="Name">As written; names of options compare without case.</param>
public sealed record OptionSyntax(TextSpan Span, IdentifierSyntax Name, LiteralExpressionSyntax Value) : SyntaxNode(Span);

/// <summary>Statements separated by semicolons.</summary>
public sealed record ScriptSyntax(TextSpan Span, EquatableArray<StatementSyntax> Statements) : SyntaxNode(Span);
