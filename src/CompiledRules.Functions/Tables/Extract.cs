namespace CompiledRules.Functions.Tables;

public static partial class TableFunctions
{
    /// <summary>One row, over whose columns the object is spread.</summary>
    [SqlTableFunction("extract")]
    public static SqlArray Extract(SqlObject map) => [map];
}
