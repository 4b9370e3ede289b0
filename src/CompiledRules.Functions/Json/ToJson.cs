namespace CompiledRules.Functions.Json;

public static partial class JsonFunctions
{
    /// <summary>Compact JSON with sorted names.</summary>
    /// <exception cref="SqlException">A number in the value is NaN or infinite.</exception>
    [SqlFunction("to_json", GuardsEmpty = true)]
    public static string ToJson(SqlValue value) => SqlJson.ToText(value);
}
