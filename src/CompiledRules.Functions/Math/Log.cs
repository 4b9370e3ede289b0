namespace CompiledRules.Functions;

public static partial class MathFunctions
{
    /// <summary>The logarithm to base ten; minus infinity for zero.</summary>
    /// <exception cref="SqlException">The value is negative.</exception>
    [SqlFunction("log", GuardsEmpty = true)]
    public static double? Log(double value) => OrNull(Math.Log10(NotNegative(value)));

    /// <summary>The logarithm to a given base; minus infinity for zero.</summary>
    /// <exception cref="SqlException">Base or value is negative.</exception>
    [SqlFunction("log", GuardsEmpty = true)]
    public static double? Log(double numberBase, double value) => OrNull(Math.Log(NotNegative(value)) / Math.Log(NotNegative(numberBase)));
}
