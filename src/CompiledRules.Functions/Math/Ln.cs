namespace CompiledRules.Functions;

public static partial class MathFunctions
{
    /// <summary>The natural logarithm; minus infinity for zero.</summary>
    /// <exception cref="SqlException">The value is negative.</exception>
    [SqlFunction("ln", GuardsEmpty = true)]
    public static double? Ln(double value) => OrNull(Math.Log(NotNegative(value)));

    private static double NotNegative(double value) =>
        value < 0 ? throw new SqlException($"expected a number that is not negative, found {SqlText.Format(value)}") : value;
}
