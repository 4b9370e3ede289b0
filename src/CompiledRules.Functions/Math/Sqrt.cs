namespace CompiledRules.Functions;

public static partial class MathFunctions
{
    /// <exception cref="SqlException">The value is negative.</exception>
    [SqlFunction("sqrt", GuardsEmpty = true)]
    public static double? Sqrt(double value) => OrNull(Math.Sqrt(NotNegative(value)));
}
