namespace CompiledRules.Functions.Analytic;

/// <summary>The argument of the accumulating functions.</summary>
internal static class AccNumber
{
    /// <summary>Null for a null that is skipped.</summary>
    /// <exception cref="SqlException">The value is no number.</exception>
    public static double? From(SqlValue value, bool skipsNull)
    {
        if (value.IsNumber)
            return value.AsNumber();

        return value.IsNull && skipsNull ? null : throw new SqlException($"An accumulating function needs a number, not {SqlText.Describe(value)}");
    }
}
