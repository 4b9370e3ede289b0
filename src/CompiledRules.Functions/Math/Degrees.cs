namespace CompiledRules.Functions;

public static partial class MathFunctions
{
    /// <summary>From radians.</summary>
    [SqlFunction("degrees", GuardsEmpty = true)]
    public static double Degrees(double value) => value * (180 / Math.PI);
}
