namespace CompiledRules.Functions;

public static partial class MathFunctions
{
    private static double? OrNull(double value) => double.IsNaN(value) ? null : value;
}
