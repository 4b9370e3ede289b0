namespace CompiledRules.Functions.Misc;

public static partial class MiscFunctions
{
    /// <summary>Also true for a column that is missing.</summary>
    [SqlFunction("isnull")]
    public static bool IsNull(SqlValue value) => value.IsNull;
}
