namespace CompiledRules.Functions.Objects;

public static partial class ObjectFunctions
{
    /// <summary>Arrays of name and value, in the order of the object.</summary>
    [SqlFunction("items", GuardsEmpty = true)]
    public static SqlArray Items(SqlObject map) => new([.. map.Select(static entry => (SqlValue)SqlArray.Create([entry.Key, entry.Value]))]);
}
