namespace CompiledRules.Functions;

public static partial class MathFunctions
{
    /// <summary>The largest whole number that is not above, as a float.</summary>
    [SqlFunction("floor", GuardsEmpty = true)]
    public static double Floor(double value) => Math.Floor(value);
}
