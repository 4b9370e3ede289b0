namespace CompiledRules.Functions.Analytic;

/// <summary>What counts as a change of a column.</summary>
internal static class ColumnChange
{
    /// <summary>Keeps <paramref name="value"/> in <paramref name="last"/> and tells so where they differ. Null, missing and the value before the first are the same.</summary>
    public static bool Take(ref SqlValue last, SqlValue value, bool ignoreNull)
    {
        var isSame = value.IsNull ? ignoreNull || last.IsNull : value == last;
        if (!isSame)
            last = value.IsNull ? SqlValue.Null : value;
        return !isSame;
    }
}
