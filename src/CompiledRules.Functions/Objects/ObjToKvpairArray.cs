namespace CompiledRules.Functions.Objects;

public static partial class ObjectFunctions
{
    /// <summary>The entries as objects <c>{"key": …, "value": …}</c>.</summary>
    [SqlFunction("obj_to_kvpair_array", GuardsEmpty = true)]
    public static SqlArray ObjToKvpairArray(SqlObject map) =>
        new([.. map.Select(static entry => (SqlValue)SqlObject.FromArrays(["key", "value"], [entry.Key, entry.Value]))]);
}
