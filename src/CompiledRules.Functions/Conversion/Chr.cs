namespace CompiledRules.Functions.Conversion;

public static partial class ConversionFunctions
{
    /// <summary>The code point as a number, not as a character, because rules depend on that.</summary>
    [SqlFunction("chr", GuardsEmpty = true)]
    public static long Chr(long code) => code;

    /// <param name="letter">One ASCII character.</param>
    /// <exception cref="SqlException">The text is not one ASCII character.</exception>
    [SqlFunction("chr", GuardsEmpty = true)]
    public static long Chr([SqlParameter(Coercion = Coercion.Strict)] string letter) =>
        letter.Length == 1 && char.IsAscii(letter[0]) ? letter[0] : throw new SqlException($"expected one ASCII character, found {SqlText.Describe(letter)}");
}
