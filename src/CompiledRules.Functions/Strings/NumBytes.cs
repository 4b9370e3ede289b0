using System.Text;

namespace CompiledRules.Functions.Strings;

public static partial class StringFunctions
{
    /// <summary>The length in UTF-8.</summary>
    [SqlFunction("numbytes", OnNull = NullGuard.Zero, GuardsEmpty = true)]
    public static long NumBytes([SqlParameter(Coercion = Coercion.Text)] string text) => Encoding.UTF8.GetByteCount(text);
}
