namespace CompiledRules.Functions;

public static partial class MathFunctions
{
    /// <summary>The hyperbolic cosine.</summary>
    [SqlFunction("cosh", GuardsEmpty = true)]
    public static double? Cosh(double value) => OrNull(Math.Cosh(value));
}
