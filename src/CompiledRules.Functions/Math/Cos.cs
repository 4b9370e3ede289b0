namespace CompiledRules.Functions;

public static partial class MathFunctions
{
    /// <summary>Of an angle in radians; null for an infinite one.</summary>
    [SqlFunction("cos", GuardsEmpty = true)]
    public static double? Cos(double value) => OrNull(Math.Cos(value));
}
