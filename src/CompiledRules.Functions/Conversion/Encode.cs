using System.Text;

namespace CompiledRules.Functions.Conversion;

public static partial class ConversionFunctions
{
    /// <param name="encoding">Only <c>base64</c>.</param>
    /// <exception cref="SqlException">The encoding is not known.</exception>
    [SqlFunction("encode", GuardsEmpty = true)]
    public static string Encode([SqlParameter(Coercion = Coercion.Strict)] string text, [SqlParameter(Coercion = Coercion.Strict)] string encoding)
    {
        RequireBase64(encoding);
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
    }

    private static void RequireBase64(string encoding)
    {
        if (!encoding.Equals("base64", StringComparison.OrdinalIgnoreCase))
            throw new SqlException($"expected the encoding base64, found '{encoding}'");
    }
}
