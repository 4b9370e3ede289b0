using System.Text;

namespace CompiledRules.Functions.Strings;

public static partial class StringFunctions
{
    /// <summary>The offset of <paramref name="part"/> in the UTF-8 bytes of <paramref name="text"/>, or -1.</summary>
    [SqlFunction("indexof", OnNull = NullGuard.MinusOne)]
    public static long IndexOf([SqlParameter(Coercion = Coercion.Text)] string text, [SqlParameter(Coercion = Coercion.Text)] string part)
    {
        var position = text.IndexOf(part, StringComparison.Ordinal);
        return position <= 0 ? position : Encoding.UTF8.GetByteCount(text.AsSpan(0, position));
    }
}
