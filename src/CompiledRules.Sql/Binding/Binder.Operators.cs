using CompiledRules.Sql.Diagnostics;
using CompiledRules.Sql.Symbols;
using CompiledRules.Sql.Syntax;

namespace CompiledRules.Sql.Binding;

public sealed partial class Binder
{
    private static readonly Dictionary<SyntaxKind, BinaryOperator> s_operators = new()
    {
        [SyntaxKind.Plus] = BinaryOperator.Add,
        [SyntaxKind.Minus] = BinaryOperator.Subtract,
        [SyntaxKind.Star] = BinaryOperator.Multiply,
        [SyntaxKind.Slash] = BinaryOperator.Divide,
        [SyntaxKind.Percent] = BinaryOperator.Modulo,
        [SyntaxKind.Ampersand] = BinaryOperator.BitAnd,
        [SyntaxKind.Bar] = BinaryOperator.BitOr,
        [SyntaxKind.Caret] = BinaryOperator.BitXor,
        [SyntaxKind.Equal] = BinaryOperator.Equal,
        [SyntaxKind.NotEqual] = BinaryOperator.NotEqual,
        [SyntaxKind.Less] = BinaryOperator.Less,
        [SyntaxKind.LessOrEqual] = BinaryOperator.LessOrEqual,
        [SyntaxKind.Greater] = BinaryOperator.Greater,
        [SyntaxKind.GreaterOrEqual] = BinaryOperator.GreaterOrEqual,
        [SyntaxKind.AndKeyword] = BinaryOperator.And,
        [SyntaxKind.OrKeyword] = BinaryOperator.Or,
        [SyntaxKind.BarBar] = BinaryOperator.Concat,
    };

    private BoundExpression BindBinary(BinaryExpressionSyntax syntax)
    {
        var left = BindExpression(syntax.Left);
        var right = BindExpression(syntax.Right);
        if (HasError(left, right))
            return new BoundError(syntax.Span);

        var @operator = s_operators[syntax.Operator];
        WarnOfNull(syntax, @operator, left, right);
        return ResultOf(@operator, left, right) is { } result
            ? new BoundBinary(syntax.Span, @operator, left, right, result.Type, result.IsNullable)
            : Report(SqlDiagnostics.OperatorNotApplicable.At(
                syntax.Span, SyntaxFacts.OperatorText(syntax.Operator), Describe(left), Describe(right)));
    }

    private void WarnOfNull(BinaryExpressionSyntax syntax, BinaryOperator @operator, BoundExpression left, BoundExpression right)
    {
        if (@operator is not (BinaryOperator.Equal or BinaryOperator.NotEqual) || (left is not BoundLiteral { Value: null } && right is not BoundLiteral { Value: null }))
            return;

        var text = SyntaxFacts.OperatorText(syntax.Operator);
        var warning = SqlDiagnostics.ComparedWithNull.At(syntax.Span, text);
        _diagnostics.Report(left is BoundLiteral { Value: null }
            ? warning
            : warning with { Fix = new ReplaceEndFix(text, @operator == BinaryOperator.Equal ? "IS NULL" : "IS NOT NULL") });
    }

    // Comparisons and logic are never null: with a null operand they are false.
    private static (SqlType Type, bool IsNullable)? ResultOf(BinaryOperator @operator, BoundExpression left, BoundExpression right)
    {
        var isNullable = left.IsNullable || right.IsNullable;
        switch (@operator)
        {
            case BinaryOperator.Add or BinaryOperator.Subtract or BinaryOperator.Multiply or BinaryOperator.Divide or BinaryOperator.Modulo:
                return TypeRules.Arithmetic(left.Type, right.Type) is { } number ? (number, isNullable) : null;
            case BinaryOperator.BitAnd or BinaryOperator.BitOr or BinaryOperator.BitXor:
                return TypeRules.Bitwise(left, right) is { } bits ? (bits, false) : null;
            case BinaryOperator.And or BinaryOperator.Or:
                return TypeRules.IsCondition(left.Type) && TypeRules.IsCondition(right.Type) ? (SqlType.Boolean, false) : null;
            case BinaryOperator.Concat:
                return (SqlType.String, isNullable);
            default:
                var isOrdering = @operator is not (BinaryOperator.Equal or BinaryOperator.NotEqual);
                return TypeRules.Compare(left.Type, right.Type, isOrdering) ? (SqlType.Boolean, false) : null;
        }
    }
}
