namespace CompiledRules.Functions.Strings;

public static partial class StringFunctions
{
    /// <summary>Joins the texts of all arguments; null is empty.</summary>
    [SqlFunction("concat", OnNull = NullGuard.None, MinArguments = 1)]
    public static string Concat([SqlParameter(Coercion = Coercion.Text, Literals = [SqlKind.String])] params ReadOnlySpan<SqlValue> values)
    {
        if (values.Length == 2)
            return string.Concat(SqlText.ToText(values[0]), SqlText.ToText(values[1]));

        var texts = new string[values.Length];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = SqlText.ToText(values[i]);
        return string.Concat(texts);
    }
}
