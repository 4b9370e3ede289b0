namespace CompiledRules.Functions;

public static partial class MathFunctions
{
    // From here on a double has no fraction that rounding could remove.
    private const double WholeFrom = 1L << 52;

    /// <summary>To a whole number, halves away from zero.</summary>
    [SqlFunction("round", GuardsEmpty = true)]
    public static double Round(double value) => Math.Round(value, MidpointRounding.AwayFromZero);

    /// <summary>To <paramref name="digits"/> decimals, halves away from zero; negative digits round to tens, hundreds and so on.</summary>
    [SqlFunction("round", GuardsEmpty = true)]
    public static double Round(double value, long digits)
    {
        if (digits == 0 || !double.IsFinite(value))
            return Round(value);

        var factor = Math.Pow(10, Math.Abs((double)digits));
        if (digits < 0)
            return double.IsInfinity(factor) ? 0 : Rescale(Round(value / factor), factor);

        var scaled = value * factor;
        return Math.Abs(scaled) < WholeFrom ? Round(scaled) / factor : value;
    }

    private static double Rescale(double whole, double factor) => whole == 0 ? 0 : whole * factor;
}
