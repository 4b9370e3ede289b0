namespace CompiledRules.Functions;

public static partial class MathFunctions
{
    /// <summary>In radians; null outside -1 to 1.</summary>
    [SqlFunction("acos", GuardsEmpty = true)]
    public static double? Acos(double value) => OrNull(Math.Acos(value));
}
