namespace CompiledRules.Functions;

public static partial class MathFunctions
{
    /// <summary>Wraps for the smallest integer, which has no positive counterpart.</summary>
    [SqlFunction("abs", GuardsEmpty = true)]
    public static long Abs(long value) => value < 0 ? unchecked(-value) : value;

    [SqlFunction("abs", GuardsEmpty = true)]
    public static double Abs(double value) => Math.Abs(value);
}
