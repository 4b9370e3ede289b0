namespace CompiledRules.Functions.Strings;

public static partial class StringFunctions
{
    [SqlFunction("upper", GuardsEmpty = true)]
    public static string Upper([SqlParameter(Coercion = Coercion.Text)] string text) => text.ToUpperInvariant();
}
