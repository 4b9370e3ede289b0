using CompiledRules.Sql.Text;

namespace CompiledRules.Sql.Syntax;

/// <summary>What gives rows: one <c>SELECT</c>, or several whose rows are put together.</summary>
public abstract record QuerySyntax(TextSpan Span) : SyntaxNode(Span);

/// <summary><c>SELECT [DISTINCT] … FROM …</c> with its clauses; lists are empty where a clause is absent.</summary>
public sealed record SelectSyntax(
    TextSpan Span,
    bool IsDistinct,
    EquatableArray<SelectColumnSyntax> Columns,
    SourceSyntax From,
    EquatableArray<JoinSyntax> Joins,
    ExpressionSyntax? Where,
    EquatableArray<GroupingSyntax> GroupBy,
    ExpressionSyntax? Having,
    EquatableArray<OrderTermSyntax> OrderBy,
    LimitSyntax? Limit) : QuerySyntax(Span);

/// <summary><c>select UNION ALL select …</c>. Order and limit are those of the whole; the branches have none.</summary>
/// <param name="Branches">Two or more.</param>
public sealed record UnionAllSyntax(
    TextSpan Span, EquatableArray<SelectSyntax> Branches, EquatableArray<OrderTermSyntax> OrderBy, LimitSyntax? Limit) : QuerySyntax(Span);

/// <summary><c>expression [AS alias] [INVISIBLE]</c>; the expression may be a <see cref="WildcardExpressionSyntax"/>.</summary>
public sealed record SelectColumnSyntax(TextSpan Span, ExpressionSyntax Expression, IdentifierSyntax? Alias, bool IsInvisible)
    : SyntaxNode(Span);

/// <summary>What stands after <c>FROM</c> or <c>JOIN</c>.</summary>
public abstract record SourceSyntax(TextSpan Span, IdentifierSyntax? Alias) : SyntaxNode(Span);

/// <summary><c>name [AS alias]</c>; a name may be a topic such as <c>topic/sensor1/#</c>.</summary>
public sealed record NamedSourceSyntax(TextSpan Span, IdentifierSyntax Name, IdentifierSyntax? Alias) : SourceSyntax(Span, Alias);

/// <summary><c>(SELECT …) AS alias</c>.</summary>
public sealed record SubquerySourceSyntax(TextSpan Span, QuerySyntax Query, IdentifierSyntax? Alias) : SourceSyntax(Span, Alias);

public enum JoinKind
{
    Inner,
    Left,
    Right,
    Full,
    Cross,
}

/// <summary><c>INNER JOIN source [ON condition]</c>; <c>CROSS JOIN</c> has no condition.</summary>
public sealed record JoinSyntax(TextSpan Span, JoinKind Kind, SourceSyntax Source, ExpressionSyntax? On) : SyntaxNode(Span);

/// <summary>One entry of <c>GROUP BY</c>: a key or a window.</summary>
public abstract record GroupingSyntax(TextSpan Span) : SyntaxNode(Span);

/// <summary>A key of <c>GROUP BY</c>.</summary>
public sealed record GroupKeySyntax(TextSpan Span, ExpressionSyntax Expression) : GroupingSyntax(Span);

/// <summary><c>expression [ASC|DESC]</c>.</summary>
public sealed record OrderTermSyntax(TextSpan Span, ExpressionSyntax Expression, bool IsDescending) : SyntaxNode(Span);

/// <summary><c>LIMIT count</c>.</summary>
public sealed record LimitSyntax(TextSpan Span, long Count) : SyntaxNode(Span);

/// <summary><c>name AS (SELECT …)</c> of a <c>WITH</c> clause.</summary>
public sealed record CommonTableSyntax(TextSpan Span, IdentifierSyntax Name, QuerySyntax Query) : SyntaxNode(Span);
