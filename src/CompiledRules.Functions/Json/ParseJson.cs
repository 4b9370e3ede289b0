namespace CompiledRules.Functions.Json;

public static partial class JsonFunctions
{
    /// <summary>All numbers become floats. Null gives null, as <c>"null"</c> does.</summary>
    /// <exception cref="SqlException">The text is not JSON.</exception>
    [SqlFunction("parse_json")]
    public static SqlValue ParseJson(string? text) => text is null ? SqlValue.Null : SqlJson.Parse(text);
}
