namespace CompiledRules.Functions;

public static partial class MathFunctions
{
    /// <summary>The remainder, with the sign of <paramref name="value"/>; NaN for a zero divisor.</summary>
    [SqlFunction("mod", GuardsEmpty = true)]
    public static double Mod(double value, double divisor) => value % divisor;
}
