namespace CompiledRules.Functions;

public static partial class MathFunctions
{
    /// <summary>To <paramref name="digits"/> decimals. In spite of the name it rounds, as <c>round</c> does, because rules depend on that.</summary>
    [SqlFunction("trunc", GuardsEmpty = true)]
    public static double Truncate(double value, long digits) => Round(value, digits);
}
