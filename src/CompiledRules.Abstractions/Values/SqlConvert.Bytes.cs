using System.Text;

namespace CompiledRules;

public static partial class SqlConvert
{
    /// <summary>Bytes as they are; text is taken as base64 where it is such, otherwise as UTF-8.</summary>
    /// <exception cref="SqlException">The value is not bytes under <paramref name="strictness"/>; numbers, arrays and objects never are.</exception>
    public static byte[] ToBytes(SqlValue value, Strictness strictness = Strictness.SameKind) =>
        TryToBytes(value, strictness, out var bytes) ? bytes : throw Refuse(value, "bytea");

    public static bool TryToBytes(SqlValue value, Strictness strictness, out byte[] bytes)
    {
        bytes = [];
        if (value.Kind == SqlKind.Bytes)
        {
            bytes = value.AsBytes();
            return true;
        }

        if (value.IsString && strictness != Strictness.Strict)
        {
            var text = value.AsString();
            if (!TryDecodeBase64(text, out bytes))
                bytes = Encoding.UTF8.GetBytes(text);
            return true;
        }

        return value.IsNull && strictness == Strictness.All;
    }

    /// <summary>Reads standard base64 with padding; line breaks are allowed, other white space is not.</summary>
    public static bool TryDecodeBase64(string text, out byte[] bytes)
    {
        bytes = [];
        if (text.AsSpan().IndexOfAny(' ', '\t') >= 0)
            return false;

        var buffer = new byte[(text.Length / 4 * 3) + 3];
        if (!Convert.TryFromBase64String(text, buffer, out var length))
            return false;

        bytes = length == buffer.Length ? buffer : buffer[..length];
        return true;
    }
}
