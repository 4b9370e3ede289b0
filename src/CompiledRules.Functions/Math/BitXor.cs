namespace CompiledRules.Functions;

public static partial class MathFunctions
{
    /// <summary>Takes integers, and floats without fraction.</summary>
    [SqlFunction("bitxor", GuardsEmpty = true)]
    public static long BitXor([SqlParameter(Coercion = Coercion.Strict)] long left, [SqlParameter(Coercion = Coercion.Strict)] long right) => left ^ right;
}
