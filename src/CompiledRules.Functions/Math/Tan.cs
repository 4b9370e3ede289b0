namespace CompiledRules.Functions;

public static partial class MathFunctions
{
    /// <summary>Of an angle in radians; null for an infinite one.</summary>
    [SqlFunction("tan", GuardsEmpty = true)]
    public static double? Tan(double value) => OrNull(Math.Tan(value));
}
