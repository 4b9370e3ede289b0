namespace CompiledRules.Functions;

public static partial class MathFunctions
{
    /// <summary>In radians.</summary>
    [SqlFunction("atan", GuardsEmpty = true)]
    public static double? Atan(double value) => OrNull(Math.Atan(value));
}
