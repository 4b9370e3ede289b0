namespace CompiledRules.Functions;

public static partial class MathFunctions
{
    /// <summary>-1, 0 or 1; 0 for NaN.</summary>
    [SqlFunction("sign", GuardsEmpty = true)]
    public static long Sign(long value) => Math.Sign(value);

    /// <inheritdoc cref="Sign(long)"/>
    [SqlFunction("sign", GuardsEmpty = true)]
    public static long Sign(double value) => double.IsNaN(value) ? 0 : Math.Sign(value);
}
