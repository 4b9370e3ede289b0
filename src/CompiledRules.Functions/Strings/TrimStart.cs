namespace CompiledRules.Functions.Strings;

public static partial class StringFunctions
{
    [SqlFunction("ltrim", GuardsEmpty = true)]
    public static string TrimStart([SqlParameter(Coercion = Coercion.Text)] string text) => text.TrimStart();
}
