using CompiledRules.Sql.Binding;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Sql.Planning;

/// <summary>Computes what literals alone decide. What would be an error stays, so that it is one at run time.</summary>
internal static class ConstantFolding
{
    public static LogicalPlan Apply(LogicalPlan plan) => PlanTree.Rewrite(plan, static step =>
    {
        var folded = PlanExpressions.Rewrite(step, Fold);
        return folded is FilterPlan { Predicate: BoundLiteral { Value: true } } filter ? filter.Input : folded;
    });

    private static BoundExpression Fold(BoundExpression expression) => expression switch
    {
        BoundUnary { Operand: BoundLiteral operand } unary => Fold(unary, operand),
        BoundBinary { Operator: BinaryOperator.And or BinaryOperator.Or } logic => FoldLogic(logic),
        BoundBinary { Left: BoundLiteral { Value: { } left }, Right: BoundLiteral { Value: { } right } } binary => Compute(binary.Operator, left, right) is { } value
            ? Literal(binary, value)
            : binary,
        _ => expression,
    };

    private static BoundExpression Fold(BoundUnary unary, BoundLiteral operand) => (unary.Operator, operand.Value) switch
    {
        (UnaryOperator.IsNull, var value) => Literal(unary, value is null),
        (UnaryOperator.IsNotNull, var value) => Literal(unary, value is not null),
        (UnaryOperator.Not, bool value) => Literal(unary, !value),
        (UnaryOperator.Negate, long value) => Literal(unary, unchecked(-value)),
        (UnaryOperator.Negate, double value) => Literal(unary, -value),
        _ => unary,
    };

    // An operand that is evaluated may fail, so only one that would not be, or one that cannot change the outcome, is left out.
    private static BoundExpression FoldLogic(BoundBinary logic)
    {
        var isAnd = logic.Operator == BinaryOperator.And;
        if (logic.Left is BoundLiteral { Value: bool left })
            return left == isAnd ? AsCondition(logic.Right) ?? logic : Literal(logic, left);
        return logic.Right is BoundLiteral { Value: bool right } && right == isAnd ? AsCondition(logic.Left) ?? logic : logic;
    }

    private static BoundExpression? AsCondition(BoundExpression expression) =>
        expression.Type.Kind == SqlTypeKind.Boolean && !expression.IsNullable ? expression : null;

    private static object? Compute(BinaryOperator @operator, object left, object right) => (left, right) switch
    {
        (long a, long b) => Compute(@operator, a, b),
        (string a, string b) => ComputeText(@operator, a, b),
        (long or double, long or double) => Compute(@operator, ToDouble(left), ToDouble(right)),
        (bool a, bool b) => @operator switch
        {
            BinaryOperator.Equal => a == b,
            BinaryOperator.NotEqual => a != b,
            _ => null,
        },
        _ => null,
    };

    private static object? Compute(BinaryOperator @operator, long left, long right) => @operator switch
    {
        BinaryOperator.Add => unchecked(left + right),
        BinaryOperator.Subtract => unchecked(left - right),
        BinaryOperator.Multiply => unchecked(left * right),
        // The smallest integer divided by -1 does not fit; it is left to the run time, as division by zero is.
        BinaryOperator.Divide when right is not (0 or -1) => left / right,
        BinaryOperator.Modulo when right is not (0 or -1) => left % right,
        BinaryOperator.BitAnd => left & right,
        BinaryOperator.BitOr => left | right,
        BinaryOperator.BitXor => left ^ right,
        _ => Compare(@operator, left.CompareTo(right)),
    };

    private static object? Compute(BinaryOperator @operator, double left, double right) => @operator switch
    {
        BinaryOperator.Add => left + right,
        BinaryOperator.Subtract => left - right,
        BinaryOperator.Multiply => left * right,
        BinaryOperator.Divide when right != 0 => left / right,
        BinaryOperator.Modulo when right != 0 => left % right,
        BinaryOperator.Divide or BinaryOperator.Modulo => null,
        _ => Compare(@operator, left.CompareTo(right)),
    };

    // Strings compare by bytes of UTF-8 in the dialect; for equality any ordinal comparison is the same.
    private static object? ComputeText(BinaryOperator @operator, string left, string right) => @operator switch
    {
        BinaryOperator.Equal => string.Equals(left, right, StringComparison.Ordinal),
        BinaryOperator.NotEqual => !string.Equals(left, right, StringComparison.Ordinal),
        BinaryOperator.Concat => left + right,
        _ => null,
    };

    private static object? Compare(BinaryOperator @operator, int order) => @operator switch
    {
        BinaryOperator.Equal => order == 0,
        BinaryOperator.NotEqual => order != 0,
        BinaryOperator.Less => order < 0,
        BinaryOperator.LessOrEqual => order <= 0,
        BinaryOperator.Greater => order > 0,
        BinaryOperator.GreaterOrEqual => order >= 0,
        _ => null,
    };

    private static double ToDouble(object number) => number is long integer ? integer : (double)number;

    private static BoundLiteral Literal(BoundExpression replaced, object value) => new(
        replaced.Span,
        value switch
        {
            bool => SqlType.Boolean,
            long => SqlType.BigInt,
            double => SqlType.Float,
            _ => SqlType.String,
        },
        value);
}
