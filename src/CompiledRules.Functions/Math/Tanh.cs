namespace CompiledRules.Functions;

public static partial class MathFunctions
{
    /// <summary>The hyperbolic tangent.</summary>
    [SqlFunction("tanh", GuardsEmpty = true)]
    public static double? Tanh(double value) => OrNull(Math.Tanh(value));
}
