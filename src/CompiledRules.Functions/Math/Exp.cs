namespace CompiledRules.Functions;

public static partial class MathFunctions
{
    /// <summary>e to the power of <paramref name="value"/>.</summary>
    [SqlFunction("exp", GuardsEmpty = true)]
    public static double? Exp(double value) => OrNull(Math.Exp(value));
}
