namespace CompiledRules.Functions.Strings;

public static partial class StringFunctions
{
    [SqlFunction("trim", GuardsEmpty = true)]
    public static string Trim([SqlParameter(Coercion = Coercion.Text)] string text) => text.Trim();
}
