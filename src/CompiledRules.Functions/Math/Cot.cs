namespace CompiledRules.Functions;

public static partial class MathFunctions
{
    /// <summary>Of an angle in radians.</summary>
    /// <exception cref="SqlException">The cotangent is infinite.</exception>
    [SqlFunction("cot", GuardsEmpty = true)]
    public static double Cot(double value)
    {
        var result = 1 / Math.Tan(value);
        return double.IsInfinity(result) ? throw new SqlException($"the cotangent of {SqlText.Format(value)} is infinite") : result;
    }
}
