namespace CompiledRules.Functions;

public static partial class MathFunctions
{
    /// <summary>Takes integers, and floats without fraction.</summary>
    [SqlFunction("bitnot", GuardsEmpty = true)]
    public static long BitNot([SqlParameter(Coercion = Coercion.Strict)] long value) => ~value;
}
