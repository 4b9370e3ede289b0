namespace CompiledRules.Functions.Strings;

public static partial class StringFunctions
{
    /// <summary>One of the parts between separators.</summary>
    /// <param name="separator">Empty to split between characters.</param>
    /// <param name="index">From zero; negative counts from the end, -1 is the last part.</param>
    /// <exception cref="SqlException">There is no such part.</exception>
    [SqlFunction("split_value", GuardsEmpty = true)]
    public static string SplitValue([SqlParameter(Coercion = Coercion.Text)] string text, [SqlParameter(Coercion = Coercion.Text)] string separator, [SqlParameter(Minimum = 0)] long index)
    {
        var parts = separator.Length == 0 ? Characters(text) : text.Split(separator);
        var position = index < 0 ? index + parts.Length : index;
        return position >= 0 && position < parts.Length
            ? parts[position]
            : throw new SqlException($"expected an index below the number of parts, which is {parts.Length}, found {index}");
    }

    private static string[] Characters(string text)
    {
        var characters = new List<string>(text.Length);
        foreach (var rune in text.EnumerateRunes())
            characters.Add(rune.ToString());
        return [.. characters];
    }
}
