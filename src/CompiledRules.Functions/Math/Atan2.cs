namespace CompiledRules.Functions;

public static partial class MathFunctions
{
    /// <summary>The angle of the point, in radians from -pi to pi.</summary>
    [SqlFunction("atan2", GuardsEmpty = true)]
    public static double? Atan2(double y, double x) => OrNull(Math.Atan2(y, x));
}
