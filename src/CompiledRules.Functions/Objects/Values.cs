namespace CompiledRules.Functions.Objects;

public static partial class ObjectFunctions
{
    /// <summary>The values, in the order of the object.</summary>
    [SqlFunction("values", GuardsEmpty = true)]
    public static SqlArray Values(SqlObject map) => SqlArray.Create(map.Values);
}
