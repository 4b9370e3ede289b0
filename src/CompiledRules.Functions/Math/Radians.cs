namespace CompiledRules.Functions;

public static partial class MathFunctions
{
    /// <summary>From degrees.</summary>
    [SqlFunction("radians", GuardsEmpty = true)]
    public static double Radians(double value) => value * (Math.PI / 180);
}
