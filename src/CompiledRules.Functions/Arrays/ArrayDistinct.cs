namespace CompiledRules.Functions.Arrays;

public static partial class ArrayFunctions
{
    /// <summary>Each scalar once, in the order in which they come first; arrays and objects are all kept.</summary>
    [SqlFunction("array_distinct", GuardsEmpty = true)]
    public static SqlArray ArrayDistinct(SqlArray array)
    {
        var known = new HashSet<SqlValue>();
        return new SqlArray([.. array.Where(item => item.Kind is SqlKind.Array or SqlKind.Object || known.Add(item))]);
    }
}
