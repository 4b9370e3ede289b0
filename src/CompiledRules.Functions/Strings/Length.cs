namespace CompiledRules.Functions.Strings;

public static partial class StringFunctions
{
    /// <summary>In code points.</summary>
    [SqlFunction("length", OnNull = NullGuard.Zero, GuardsEmpty = true)]
    public static long Length([SqlParameter(Coercion = Coercion.Text)] string text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
            count++;
        return count;
    }

    /// <summary>The number of elements.</summary>
    [SqlFunction("length", OnNull = NullGuard.Zero, GuardsEmpty = true)]
    public static long Length(SqlArray array) => array.Count;

    /// <summary>The number of entries.</summary>
    [SqlFunction("length", OnNull = NullGuard.Zero, GuardsEmpty = true)]
    public static long Length(SqlObject value) => value.Count;
}
