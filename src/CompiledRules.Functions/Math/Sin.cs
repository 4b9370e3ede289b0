namespace CompiledRules.Functions;

public static partial class MathFunctions
{
    /// <summary>Of an angle in radians; null for an infinite one.</summary>
    [SqlFunction("sin", GuardsEmpty = true)]
    public static double? Sin(double value) => OrNull(Math.Sin(value));
}
