namespace CompiledRules.Functions.Strings;

public static partial class StringFunctions
{
    /// <summary>Puts <paramref name="count"/> spaces in front, whatever the length of the text.</summary>
    /// <exception cref="SqlException">The count is negative or too large.</exception>
    [SqlFunction("lpad", GuardsEmpty = true)]
    public static string PadLeft([SqlParameter(Coercion = Coercion.Text)] string text, long count) => Spaces(count) + text;

    private static string Spaces(long count)
    {
        const int Most = 1 << 24;
        return count is >= 0 and <= Most ? new string(' ', (int)count) : throw new SqlException($"expected a number of spaces from 0 to {Most}, found {count}");
    }
}
