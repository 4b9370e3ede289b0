namespace CompiledRules.Functions.Arrays;

public static partial class ArrayFunctions
{
    /// <summary>The elements of all arrays; nulls are skipped.</summary>
    [SqlFunction("array_concat", OnNull = NullGuard.None, MinArguments = 1)]
    public static SqlArray ArrayConcat(params ReadOnlySpan<SqlValue> arrays)
    {
        var items = new List<SqlValue>();
        foreach (var array in arrays)
        {
            if (array.Kind == SqlKind.Array)
                items.AddRange(array.AsArray().AsSpan());
            else if (!array.IsNull)
                throw new SqlException($"array_concat needs arrays, not {SqlText.Describe(array)}");
        }

        return new SqlArray([.. items]);
    }
}
