namespace CompiledRules.Functions;

public static partial class MathFunctions
{
    /// <summary>The smallest whole number that is not below, as a float.</summary>
    [SqlFunction("ceiling", Aliases = ["ceil"], GuardsEmpty = true)]
    public static double Ceiling(double value) => Math.Ceiling(value);
}
