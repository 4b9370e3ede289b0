namespace CompiledRules.Functions;

public static partial class MathFunctions
{
    /// <summary>In radians; null outside -1 to 1.</summary>
    [SqlFunction("asin", GuardsEmpty = true)]
    public static double? Asin(double value) => OrNull(Math.Asin(value));
}
