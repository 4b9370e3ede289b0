namespace CompiledRules.Functions;

public static partial class MathFunctions
{
    /// <summary>The hyperbolic sine.</summary>
    [SqlFunction("sinh", GuardsEmpty = true)]
    public static double? Sinh(double value) => OrNull(Math.Sinh(value));
}
