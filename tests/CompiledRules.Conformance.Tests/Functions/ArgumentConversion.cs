using System.Reflection;

namespace CompiledRules.Conformance.Tests.Functions;

/// <summary>How much conversion an overload may ask for; each pass over the overloads allows more.</summary>
internal enum Pass
{
    Exact,
    IntegerToFloat,
    Coerced,
}

/// <summary>Makes an argument fit a parameter by the rules of <see cref="SqlParameterAttribute"/>.</summary>
internal static class ArgumentConversion
{
    public static bool TryConvert(SqlValue value, ParameterInfo parameter, Pass pass, out object? argument)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        var coercion = parameter.GetCustomAttribute<SqlParameterAttribute>()?.Coercion ?? Coercion.SameKind;
        argument = value;
        if (type == typeof(SqlValue))
            return true;

        if (value.IsNull)
            return TryConvertNull(parameter, coercion, pass, out argument);

        argument = Exact(value, type);
        if (argument is null && pass >= Pass.IntegerToFloat && type == typeof(double) && value.IsInteger && coercion != Coercion.Strict)
            argument = (double)value.AsInteger();
        if (argument is null && pass == Pass.Coerced)
            argument = Coerced(value, type, coercion);
        return argument is not null;
    }

    public static bool TakesNull(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(SqlValue)
        || parameter.ParameterType == typeof(ReadOnlySpan<SqlValue>)
        || Nullable.GetUnderlyingType(parameter.ParameterType) is not null
        || (!parameter.ParameterType.IsValueType && new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.Nullable);

    private static bool TryConvertNull(ParameterInfo parameter, Coercion coercion, Pass pass, out object? argument)
    {
        argument = coercion == Coercion.Text && !TakesNull(parameter) ? "" : null;
        return TakesNull(parameter) || (argument is not null && pass == Pass.Coerced);
    }

    private static object? Exact(SqlValue value, Type type) => value.Kind switch
    {
        SqlKind.Boolean when type == typeof(bool) => value.AsBoolean(),
        SqlKind.Integer when type == typeof(long) => value.AsInteger(),
        SqlKind.Float when type == typeof(double) => value.AsFloat(),
        SqlKind.String when type == typeof(string) => value.AsString(),
        SqlKind.Bytes when type == typeof(byte[]) => value.AsBytes(),
        SqlKind.DateTime when type == typeof(SqlTime) => value.AsTime(),
        SqlKind.Array when type == typeof(SqlArray) => value.AsArray(),
        SqlKind.Object when type == typeof(SqlObject) => value.AsObject(),
        _ => null,
    };

    private static object? Coerced(SqlValue value, Type type, Coercion coercion)
    {
        if (type == typeof(string) && coercion == Coercion.Text)
            return SqlText.ToText(value);

        var strictness = coercion == Coercion.Strict ? Strictness.Strict : Strictness.SameKind;
        if (type == typeof(long) && SqlConvert.TryToInteger(value, strictness, out var integer))
            return integer;

        return type == typeof(string) && SqlConvert.TryToText(value, strictness, out var text) ? text : null;
    }
}
