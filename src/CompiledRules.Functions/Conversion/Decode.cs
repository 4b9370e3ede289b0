namespace CompiledRules.Functions.Conversion;

public static partial class ConversionFunctions
{
    /// <param name="encoding">Only <c>base64</c>.</param>
    /// <exception cref="SqlException">The encoding is not known, or the text is not in it.</exception>
    [SqlFunction("decode", GuardsEmpty = true)]
    public static byte[] Decode([SqlParameter(Coercion = Coercion.Strict)] string text, [SqlParameter(Coercion = Coercion.Strict)] string encoding)
    {
        RequireBase64(encoding);
        return SqlConvert.TryDecodeBase64(text, out var bytes) ? bytes : throw new SqlException($"expected base64, found {SqlText.Describe(text)}");
    }
}
