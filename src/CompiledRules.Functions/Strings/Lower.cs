namespace CompiledRules.Functions.Strings;

public static partial class StringFunctions
{
    [SqlFunction("lower", GuardsEmpty = true)]
    public static string Lower([SqlParameter(Coercion = Coercion.Text)] string text) => text.ToLowerInvariant();
}
