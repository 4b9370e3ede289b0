namespace CompiledRules.Functions;

public static partial class MathFunctions
{
    [SqlFunction("pi")]
    public static double Pi() => Math.PI;
}
