namespace CompiledRules.Functions;

public static partial class MathFunctions
{
    [SqlFunction("power", Aliases = ["pow"], GuardsEmpty = true)]
    public static double Power(double value, double exponent) => Math.Pow(value, exponent);
}
