namespace CompiledRules.Functions.Objects;

public static partial class ObjectFunctions
{
    /// <summary>The names, in the order of the object.</summary>
    [SqlFunction("keys", GuardsEmpty = true)]
    public static SqlArray Keys(SqlObject map) => new([.. map.Select(static entry => (SqlValue)entry.Key)]);
}
