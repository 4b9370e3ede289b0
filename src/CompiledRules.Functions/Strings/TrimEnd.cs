namespace CompiledRules.Functions.Strings;

public static partial class StringFunctions
{
    [SqlFunction("rtrim", GuardsEmpty = true)]
    public static string TrimEnd([SqlParameter(Coercion = Coercion.Text)] string text) => text.TrimEnd();
}
