using CompiledRules.Sql.Symbols;

namespace CompiledRules.Sql.Lowering;

/// <summary>Small pieces that all lowering is made of.</summary>
internal static class Lowered
{
    public static LoweredConstant True { get; } = new(LoweredType.Boolean, true);

    public static LoweredConstant False { get; } = new(LoweredType.Boolean, false);

    public static LoweredConstant NullValue { get; } = new(LoweredType.Value, null);

    public static LoweredCall Missing { get; } = new(LoweredType.Value, RuntimeNames.Operators, "Missing", []);

    public static LoweredConstant Int32(int value) => new(LoweredType.Clr("System.Int32"), value);

    public static LoweredNewArray Values(IEnumerable<LoweredExpression> values) => new(LoweredType.Clr(RuntimeNames.Values), values.Select(ToValue).ToEquatableArray());

    public static LoweredConstant Text(string text) => new(LoweredType.String, text);

    public static LoweredConstant Null(LoweredType type) => new(type.Nullable(), null);

    /// <summary>The representation of a static type, without null.</summary>
    public static LoweredType TypeOf(SqlType type) => type.Kind switch
    {
        SqlTypeKind.Boolean => LoweredType.Boolean,
        SqlTypeKind.BigInt => LoweredType.Int64,
        SqlTypeKind.Float => LoweredType.Float64,
        SqlTypeKind.String => LoweredType.String,
        SqlTypeKind.Bytea => new LoweredType(LoweredKind.Bytes),
        SqlTypeKind.DateTime => LoweredType.Time,
        SqlTypeKind.Array => LoweredType.Array,
        SqlTypeKind.Struct => LoweredType.Object,
        _ => LoweredType.Value,
    };

    /// <summary>The static type that a representation holds.</summary>
    public static SqlType SqlTypeOf(LoweredType type) => type.Kind switch
    {
        LoweredKind.Boolean => SqlType.Boolean,
        LoweredKind.Int64 => SqlType.BigInt,
        LoweredKind.Float64 => SqlType.Float,
        LoweredKind.String => SqlType.String,
        LoweredKind.Bytes => SqlType.Bytea,
        LoweredKind.Time => SqlType.DateTime,
        LoweredKind.Array => SqlType.AnyArray,
        LoweredKind.Object => SqlType.AnyObject,
        _ => SqlType.Any,
    };

    public static LoweredExpression ToValue(LoweredExpression expression) => expression switch
    {
        { Type.Kind: LoweredKind.Value } => expression,
        LoweredConstant { Value: null } => NullValue,
        // The typed reading of a slot: the slot itself keeps missing apart from null.
        LoweredCall { DeclaringType: RuntimeNames.Columns, Arguments: [{ Type.Kind: LoweredKind.Value } slot] } => slot,
        _ => new LoweredConvert(expression, LoweredType.Value),
    };

    public static LoweredExpression Conditional(LoweredExpression test, LoweredExpression then, LoweredExpression @else)
    {
        if (test is LoweredConstant { Value: bool known })
            return known ? then : @else;

        var type = Unify(then.Type, @else.Type);
        if (then is LoweredConstant { Value: false } && type == LoweredType.Boolean && @else is not LoweredThrow)
            return And(Not(test), @else);

        return new LoweredConditional(test, Represent(then, type), Represent(@else, type));
    }

    public static LoweredExpression And(LoweredExpression left, LoweredExpression right) => (left, right) switch
    {
        (LoweredConstant { Value: true }, _) => right,
        (LoweredConstant { Value: false }, _) => False,
        (_, LoweredConstant { Value: true }) => left,
        _ => new LoweredBinary(LoweredType.Boolean, LoweredBinaryOperator.And, left, right),
    };

    public static LoweredExpression Or(LoweredExpression left, LoweredExpression right) => (left, right) switch
    {
        (LoweredConstant { Value: false }, _) => right,
        (LoweredConstant { Value: true }, _) => True,
        (_, LoweredConstant { Value: false }) => left,
        _ => new LoweredBinary(LoweredType.Boolean, LoweredBinaryOperator.Or, left, right),
    };

    public static LoweredExpression Not(LoweredExpression operand) => operand switch
    {
        LoweredConstant { Value: bool value } => value ? False : True,
        LoweredNot not => not.Operand,
        _ => new LoweredNot(operand),
    };

    public static LoweredExpression IsNull(LoweredExpression operand) => operand switch
    {
        LoweredConstant constant => constant.Value is null ? True : False,
        { Type: { IsNullable: false, Kind: not LoweredKind.Value } } => False,
        LoweredConvert { Type.Kind: LoweredKind.Value, Operand: var inner } => IsNull(inner),
        _ => new LoweredNullTest(operand),
    };

    /// <summary>One representation for both: the same kind where possible, otherwise a value.</summary>
    public static LoweredType Unify(LoweredType left, LoweredType right) =>
        left == right ? left
        : left.Kind == right.Kind && left.Name == right.Name ? left.Nullable()
        : LoweredType.Value;

    /// <summary>The same value as <paramref name="type"/>; kinds differ only towards <see cref="LoweredKind.Value"/>.</summary>
    public static LoweredExpression Represent(LoweredExpression expression, LoweredType type)
    {
        if (expression.Type == type)
            return expression;
        if (type.Kind == LoweredKind.Value)
            return ToValue(expression);
        if (expression is LoweredConstant constant)
            return new LoweredConstant(type, constant.Value);
        if (expression is LoweredThrow error)
            return new LoweredThrow(type, error.Exception);
        return new LoweredConvert(expression, type);
    }

    /// <summary>The value of an expression whose null has been ruled out.</summary>
    public static LoweredExpression NotNull(LoweredExpression expression) =>
        expression.Type.IsNullable && expression.Type.Kind != LoweredKind.Value
            ? new LoweredConvert(expression, expression.Type.Nullable(false))
            : expression;

    public static LoweredThrow Fail(LoweredType type, string method, params LoweredExpression[] arguments) =>
        new(type, new LoweredCall(LoweredType.Clr("System.Exception"), RuntimeNames.Dispatch, method, [.. arguments]));
}
