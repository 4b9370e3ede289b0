namespace CompiledRules.Functions.Analytic;

/// <summary>The argument of the accumulating functions.</summary>
internal static class AccNumber
{
    public static double? From(SqlValue value, bool skipsNull) =>
        value.IsNumber ? value.AsNumber() : value.IsNull && skipsNull ? null : throw Refuse(value);

    public static SqlException Refuse(SqlValue value) => new($"An accumulating function needs a number, not {SqlText.Describe(value)}");
}
