using CompiledRules.Sql.Text;

namespace CompiledRules.Sql.Syntax;

/// <summary>An expression as written: nothing in it has been looked up or type-checked.</summary>
public abstract record ExpressionSyntax(TextSpan Span) : SyntaxNode(Span);

/// <summary>A long, double, string or bool, or null for <c>NULL</c>. A minus sign before a number is part of it.</summary>
public sealed record LiteralExpressionSyntax(TextSpan Span, object? Value) : ExpressionSyntax(Span);

/// <summary><c>DD</c>, <c>HH</c>, <c>MI</c>, <c>SS</c> or <c>MS</c> where an expression may stand; as a value it is null.</summary>
public sealed record TimeUnitExpressionSyntax(TextSpan Span, TimeUnit Unit) : ExpressionSyntax(Span);

/// <summary>
/// <c>temperature</c> or <c>demo.temperature</c>. Whether the qualifier names a source of the statement or a column
/// with nested values is not known yet.
/// </summary>
public sealed record NameExpressionSyntax(TextSpan Span, string? Qualifier, string Name) : ExpressionSyntax(Span);

/// <summary><c>*</c> or <c>demo.*</c>, with <c>EXCEPT(a, b)</c> and <c>REPLACE(expression AS a)</c>.</summary>
/// <param name="Replacements">Each has an alias, or an alias was reported missing.</param>
public sealed record WildcardExpressionSyntax(
    TextSpan Span, string? Qualifier, EquatableArray<IdentifierSyntax> Exceptions, EquatableArray<SelectColumnSyntax> Replacements)
    : ExpressionSyntax(Span);

/// <summary><c>operand.name</c> or <c>operand-&gt;name</c>: a nested value. A dotted pair of names is a <see cref="NameExpressionSyntax"/>.</summary>
public sealed record MemberExpressionSyntax(TextSpan Span, ExpressionSyntax Operand, bool IsArrow, string Name) : ExpressionSyntax(Span);

/// <summary><c>operand[index]</c>.</summary>
public sealed record IndexExpressionSyntax(TextSpan Span, ExpressionSyntax Operand, ExpressionSyntax Index) : ExpressionSyntax(Span);

/// <summary><c>operand[start:end]</c>; an end that is left out is null. <c>operand[]</c> has neither.</summary>
public sealed record SliceExpressionSyntax(TextSpan Span, ExpressionSyntax Operand, ExpressionSyntax? Start, ExpressionSyntax? End)
    : ExpressionSyntax(Span);

/// <summary><c>(expression)</c>.</summary>
public sealed record ParenthesizedExpressionSyntax(TextSpan Span, ExpressionSyntax Expression) : ExpressionSyntax(Span);

/// <summary><c>NOT operand</c> or <c>-operand</c>.</summary>
/// <param name="Operator"><see cref="SyntaxKind.NotKeyword"/> or <see cref="SyntaxKind.Minus"/>.</param>
public sealed record UnaryExpressionSyntax(TextSpan Span, SyntaxKind Operator, ExpressionSyntax Operand) : ExpressionSyntax(Span);

/// <summary><c>left operator right</c> for arithmetic, bitwise, concatenation, comparison, <c>AND</c> and <c>OR</c>.</summary>
/// <param name="Operator">A token kind for which <see cref="SyntaxFacts.BinaryPrecedence"/> is above 0.</param>
public sealed record BinaryExpressionSyntax(TextSpan Span, ExpressionSyntax Left, SyntaxKind Operator, ExpressionSyntax Right)
    : ExpressionSyntax(Span);

/// <summary><c>operand [NOT] BETWEEN lower AND upper</c>; both bounds are inside the range.</summary>
public sealed record BetweenExpressionSyntax(
    TextSpan Span, ExpressionSyntax Operand, bool IsNegated, ExpressionSyntax Lower, ExpressionSyntax Upper) : ExpressionSyntax(Span);

/// <summary><c>operand [NOT] IN (value, …)</c>.</summary>
public sealed record InListExpressionSyntax(
    TextSpan Span, ExpressionSyntax Operand, bool IsNegated, EquatableArray<ExpressionSyntax> Values) : ExpressionSyntax(Span);

/// <summary><c>operand [NOT] IN array</c>, without parentheses.</summary>
public sealed record InArrayExpressionSyntax(TextSpan Span, ExpressionSyntax Operand, bool IsNegated, ExpressionSyntax Array)
    : ExpressionSyntax(Span);

/// <summary><c>operand [NOT] LIKE pattern</c>.</summary>
public sealed record LikeExpressionSyntax(TextSpan Span, ExpressionSyntax Operand, bool IsNegated, ExpressionSyntax Pattern)
    : ExpressionSyntax(Span);

/// <summary><c>operand IS [NOT] NULL</c>.</summary>
public sealed record IsNullExpressionSyntax(TextSpan Span, ExpressionSyntax Operand, bool IsNegated) : ExpressionSyntax(Span);

/// <summary><c>CASE [operand] WHEN … THEN … [ELSE …] END</c>; at least one branch, unless its absence was reported.</summary>
public sealed record CaseExpressionSyntax(
    TextSpan Span, ExpressionSyntax? Operand, EquatableArray<CaseBranchSyntax> Branches, ExpressionSyntax? Else) : ExpressionSyntax(Span);

/// <summary><c>CAST(operand AS type)</c>. The call <c>cast(operand, "type")</c> is a <see cref="CallExpressionSyntax"/>.</summary>
public sealed record CastExpressionSyntax(TextSpan Span, ExpressionSyntax Operand, TypeSyntax Type) : ExpressionSyntax(Span);

/// <summary><c>name(argument, …) [OVER (…)]</c>, any function except a window in <c>GROUP BY</c>.</summary>
/// <param name="Name">As written.</param>
public sealed record CallExpressionSyntax(
    TextSpan Span, IdentifierSyntax Name, EquatableArray<ExpressionSyntax> Arguments, OverSyntax? Over) : ExpressionSyntax(Span);

/// <summary>Stands where an expression was required and none was found; always has a diagnostic.</summary>
public sealed record MissingExpressionSyntax(TextSpan Span) : ExpressionSyntax(Span);

/// <summary><c>WHEN when THEN then</c>; <paramref name="When"/> is a value to compare with where the <c>CASE</c> has an operand.</summary>
public sealed record CaseBranchSyntax(TextSpan Span, ExpressionSyntax When, ExpressionSyntax Then) : SyntaxNode(Span);

/// <summary><c>OVER ([PARTITION BY …] [WHEN …] [ORDER BY …])</c>, of a call or a window.</summary>
public sealed record OverSyntax(
    TextSpan Span, EquatableArray<ExpressionSyntax> PartitionBy, ExpressionSyntax? When, EquatableArray<OrderTermSyntax> OrderBy)
    : SyntaxNode(Span);
