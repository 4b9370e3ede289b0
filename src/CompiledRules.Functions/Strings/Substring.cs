using System.Text;

namespace CompiledRules.Functions.Strings;

public static partial class StringFunctions
{
    /// <summary>From a byte offset of the UTF-8 form to the end; empty behind the end.</summary>
    /// <exception cref="SqlException">The offset is negative.</exception>
    [SqlFunction("substring", GuardsEmpty = true)]
    public static string Substring([SqlParameter(Coercion = Coercion.Text)] string text, [SqlParameter(Minimum = 0)] long start) => Substring(text, start, long.MaxValue);

    /// <summary>Between two byte offsets of the UTF-8 form; what is cut within a character becomes U+FFFD.</summary>
    /// <param name="end">Exclusive; cut to the length of the text.</param>
    /// <exception cref="SqlException">An offset is negative, or the end is before the start.</exception>
    [SqlFunction("substring", GuardsEmpty = true)]
    public static string Substring(
        [SqlParameter(Coercion = Coercion.Text)] string text,
        [SqlParameter(Minimum = 0)] long start,
        [SqlParameter(Minimum = 0, AtLeast = nameof(start))] long end)
    {
        if (start < 0 || end < start)
            throw new SqlException($"expected offsets with 0 <= start <= end, found {start} and {end}");

        if (Ascii.IsValid(text))
            return start >= text.Length ? "" : text[(int)start..(int)Math.Min(end, text.Length)];

        var bytes = Encoding.UTF8.GetBytes(text);
        return start >= bytes.Length ? "" : Encoding.UTF8.GetString(bytes.AsSpan((int)start..(int)Math.Min(end, bytes.Length)));
    }
}
