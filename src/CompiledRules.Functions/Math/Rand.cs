namespace CompiledRules.Functions;

public static partial class MathFunctions
{
    /// <summary>From zero inclusive to one exclusive.</summary>
    [SqlFunction("rand", IsDeterministic = false)]
    public static double Rand() => Random.Shared.NextDouble();
}
