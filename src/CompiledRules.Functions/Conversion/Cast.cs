namespace CompiledRules.Functions.Conversion;

public static partial class ConversionFunctions
{
    /// <summary>Converts as far as it can: also text to numbers, and numbers and booleans to each other.</summary>
    /// <exception cref="SqlException">The value has no form of that type.</exception>
    [SqlFunction("cast", GuardsEmpty = true)]
    public static SqlValue Cast(
        FunctionContext context,
        SqlValue value,
        [SqlParameter(OneOf = ["bigint", "float", "string", "boolean", "datetime", "bytea"])] string type) => type switch
        {
            "bigint" => SqlConvert.ToInteger(value, Strictness.All),
            "float" => SqlConvert.ToFloat(value, Strictness.All),
            "string" => SqlConvert.ToText(value, Strictness.All),
            "boolean" => SqlConvert.ToBoolean(value, Strictness.All),
            "datetime" => SqlValue.From(SqlTimeParse.FromValue(value, context.Zone, clock: context.Time)),
            "bytea" => SqlValue.From(SqlConvert.ToBytes(value, Strictness.All)),
            _ => throw new SqlException($"expected one of bigint, float, string, boolean, datetime and bytea, found '{type}'"),
        };
}
