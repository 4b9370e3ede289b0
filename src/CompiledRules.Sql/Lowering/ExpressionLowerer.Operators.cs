using CompiledRules.Sql.Binding;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Sql.Lowering;

internal sealed partial class ExpressionLowerer
{
    private LoweredExpression LowerUnary(BoundUnary unary)
    {
        var operand = Lower(unary.Operand);
        return unary.Operator switch
        {
            UnaryOperator.IsNull => Lowered.IsNull(operand),
            UnaryOperator.IsNotNull => Lowered.Not(Lowered.IsNull(operand)),
            UnaryOperator.Not when operand.Type.Kind == LoweredKind.Boolean =>
                WithValue(operand, Lowered.Not, Lowered.Null(LoweredType.Boolean)),
            UnaryOperator.Not => Operator(LoweredType.Value, "Not", Lowered.ToValue(operand)),
            _ when operand.Type.IsNumber =>
                WithValue(operand, static value => new LoweredNegate(value), Lowered.Null(operand.Type)),
            _ => Operator(LoweredType.Value, "Negate", Lowered.ToValue(operand)),
        };
    }

    private LoweredExpression LowerBinary(BoundBinary binary) => binary.Operator switch
    {
        BinaryOperator.And => LowerAnd(Lower(binary.Left), Lower(binary.Right)),
        BinaryOperator.Or => LowerOr(Lower(binary.Left), Lower(binary.Right)),
        BinaryOperator.Concat => LowerConcat(Lower(binary.Left), Lower(binary.Right)),
        BinaryOperator.BitAnd or BinaryOperator.BitOr or BinaryOperator.BitXor => LowerBitwise(binary.Operator, Lower(binary.Left), Lower(binary.Right)),
        < BinaryOperator.BitAnd => LowerArithmetic(binary.Operator, Lower(binary.Left), Lower(binary.Right)),
        _ => LowerComparison(binary.Operator, Lower(binary.Left), Lower(binary.Right)),
    };

    private LoweredExpression LowerArithmetic(BinaryOperator @operator, LoweredExpression left, LoweredExpression right)
    {
        if (!left.Type.IsNumber || !right.Type.IsNumber)
            return Operator(LoweredType.Value, @operator.ToString(), Lowered.ToValue(left), Lowered.ToValue(right));

        var type = left.Type.Kind == LoweredKind.Float64 || right.Type.Kind == LoweredKind.Float64 ? LoweredType.Float64 : LoweredType.Int64;
        return WithValues(left, right, (x, y) => Arithmetic(@operator, type, Widen(x, type), Widen(y, type)), Lowered.Null(type));
    }

    private static LoweredExpression Arithmetic(BinaryOperator @operator, LoweredType type, LoweredExpression left, LoweredExpression right) => @operator switch
    {
        BinaryOperator.Add => new LoweredBinary(type, LoweredBinaryOperator.Add, left, right),
        BinaryOperator.Subtract => new LoweredBinary(type, LoweredBinaryOperator.Subtract, left, right),
        BinaryOperator.Multiply => new LoweredBinary(type, LoweredBinaryOperator.Multiply, left, right),
        BinaryOperator.Divide => Operator(type, "Divide", left, right),
        _ => Operator(type, "Modulo", left, right),
    };

    private static LoweredExpression Widen(LoweredExpression value, LoweredType type) => (value, type.Kind) switch
    {
        _ when value.Type.Kind == type.Kind => value,
        (LoweredConstant { Value: long number }, LoweredKind.Float64) => new LoweredConstant(LoweredType.Float64, (double)number),
        _ => new LoweredConvert(value, type),
    };

    // A null operand gives false, whatever the other one is.
    private static LoweredExpression LowerBitwise(BinaryOperator @operator, LoweredExpression left, LoweredExpression right)
    {
        var isInline = left.Type == right.Type && left.Type is { Kind: LoweredKind.Int64 or LoweredKind.Boolean, IsNullable: false };
        if (!isInline)
            return Operator(LoweredType.Value, @operator.ToString(), Lowered.ToValue(left), Lowered.ToValue(right));

        var lowered = @operator switch
        {
            BinaryOperator.BitAnd => LoweredBinaryOperator.BitAnd,
            BinaryOperator.BitOr => LoweredBinaryOperator.BitOr,
            _ => LoweredBinaryOperator.BitXor,
        };
        return new LoweredBinary(left.Type, lowered, left, right);
    }

    private LoweredExpression LowerConcat(LoweredExpression left, LoweredExpression right) =>
        left.Type.Kind == LoweredKind.String && right.Type.Kind == LoweredKind.String
            ? WithValues(left, right, static (x, y) => Operator(LoweredType.String, "Concat", x, y), Lowered.Null(LoweredType.String))
            : Operator(LoweredType.Value, "Concat", Lowered.ToValue(left), Lowered.ToValue(right));

    // false AND anything is false; otherwise a null on either side gives false, and so does null OR true.
    private LoweredExpression LowerAnd(LoweredExpression left, LoweredExpression right)
    {
        if (left.Type.Kind == LoweredKind.Boolean && right.Type.Kind == LoweredKind.Boolean)
            return Lowered.And(WithValue(left, static value => value, Lowered.False), WithValue(right, static value => value, Lowered.False));

        return Named(Lowered.ToValue(left), named => Lowered.And(
            Lowered.Not(Operator(LoweredType.Boolean, "IsFalse", named)),
            Operator(LoweredType.Boolean, "And", named, Lowered.ToValue(right))));
    }

    private LoweredExpression LowerOr(LoweredExpression left, LoweredExpression right)
    {
        if (left.Type == LoweredType.Boolean && right.Type.Kind == LoweredKind.Boolean)
            return Lowered.Or(left, WithValue(right, static value => value, Lowered.False));

        return Named(Lowered.ToValue(left), named => Lowered.Or(
            Operator(LoweredType.Boolean, "IsTrue", named),
            Operator(LoweredType.Boolean, "Or", named, Lowered.ToValue(right))));
    }

    private LoweredExpression LowerComparison(BinaryOperator @operator, LoweredExpression left, LoweredExpression right)
    {
        if (left.Type.IsNumber && right.Type.IsNumber)
        {
            var type = left.Type.Kind == right.Type.Kind ? left.Type.Nullable(false) : LoweredType.Float64;
            return WithValues(left, right, (x, y) => Compare(@operator, Widen(x, type), Widen(y, type)), Lowered.False);
        }

        var isEquality = @operator is BinaryOperator.Equal or BinaryOperator.NotEqual;
        return (left.Type.Kind, right.Type.Kind) switch
        {
            (LoweredKind.Boolean, LoweredKind.Boolean) when isEquality => WithValues(left, right, (x, y) => Compare(@operator, x, y), Lowered.False),
            (LoweredKind.String, LoweredKind.String) when isEquality => WithValues(left, right, (x, y) => CompareText(@operator, x, y), Lowered.False),
            (LoweredKind.String, LoweredKind.String) or (LoweredKind.Time, LoweredKind.Time) => WithValues(
                left,
                right,
                (x, y) => Compare(@operator, new LoweredCall(LoweredType.Clr("System.Int32"), RuntimeNames.Operators, "Compare", [x, y]), Number(0)),
                Lowered.False),
            _ => DynamicComparison(@operator, left, right),
        };
    }

    // A constant on the right stays a primitive, so that the common case makes no value of it.
    private LoweredCall DynamicComparison(BinaryOperator @operator, LoweredExpression left, LoweredExpression right)
    {
        var isPrimitive = left.Type.Kind != LoweredKind.Time && right is LoweredConstant { Value: long or double or string };
        return Operator(LoweredType.Boolean, @operator.ToString(), Lowered.ToValue(left), isPrimitive ? right : Lowered.ToValue(right), Context);
    }

    private static LoweredExpression CompareText(BinaryOperator @operator, LoweredExpression left, LoweredExpression right)
    {
        var equal = Operator(LoweredType.Boolean, "EqualText", left, right);
        return @operator == BinaryOperator.Equal ? equal : Lowered.Not(equal);
    }

    private static LoweredBinary Compare(BinaryOperator @operator, LoweredExpression left, LoweredExpression right)
    {
        var lowered = @operator switch
        {
            BinaryOperator.Equal => LoweredBinaryOperator.Equal,
            BinaryOperator.NotEqual => LoweredBinaryOperator.NotEqual,
            BinaryOperator.Less => LoweredBinaryOperator.Less,
            BinaryOperator.LessOrEqual => LoweredBinaryOperator.LessOrEqual,
            BinaryOperator.Greater => LoweredBinaryOperator.Greater,
            _ => LoweredBinaryOperator.GreaterOrEqual,
        };
        return new LoweredBinary(LoweredType.Boolean, lowered, left, right);
    }

    private static LoweredCall Operator(LoweredType type, string method, params LoweredExpression[] arguments) =>
        new(type, RuntimeNames.Operators, method, [.. arguments]);

    private LoweredExpression Convert(LoweredExpression value, SqlType type)
    {
        var target = Lowered.TypeOf(type);
        if (target.Kind == LoweredKind.Value)
            return Lowered.ToValue(value);
        if (target.Kind == value.Type.Kind)
            return value;
        if (target.Kind == LoweredKind.Float64 && value.Type.Kind == LoweredKind.Int64)
            return WithValue(value, x => Widen(x, target), Lowered.Null(target));

        return WithValue(value, x => Argument(Lowered.ToValue(x), new ParameterSymbol("", type, false)), Lowered.Null(target));
    }
}
