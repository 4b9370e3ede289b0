namespace CompiledRules.Functions.Tables;

public static partial class TableFunctions
{
    /// <summary>A row per element.</summary>
    [SqlTableFunction("unnest")]
    public static SqlArray Unnest(SqlArray array) => array;
}
