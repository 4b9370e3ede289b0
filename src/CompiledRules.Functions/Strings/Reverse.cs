namespace CompiledRules.Functions.Strings;

public static partial class StringFunctions
{
    /// <summary>By code points; combining marks change sides.</summary>
    [SqlFunction("reverse", GuardsEmpty = true)]
    public static string Reverse([SqlParameter(Coercion = Coercion.Text)] string text) => string.Create(text.Length, text, static (output, source) =>
    {
        var end = output.Length;
        foreach (var rune in source.EnumerateRunes())
        {
            end -= rune.Utf16SequenceLength;
            rune.EncodeToUtf16(output[end..]);
        }
    });
}
