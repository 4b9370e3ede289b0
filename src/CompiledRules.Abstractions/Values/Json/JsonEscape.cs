using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace CompiledRules;

/// <summary>Escapes the inside of JSON strings, also for use in HTML.</summary>
internal static class JsonEscape
{
    private static readonly SearchValues<char> s_specialChars = SearchValues.Create(Special("\u2028\u2029"));

    // 0xE2 starts the line separators, among others.
    private static readonly SearchValues<byte> s_specialBytes = SearchValues.Create([.. Special("").Select(static letter => (byte)letter), 0xE2]);

    public static void Quote(IBufferWriter<byte> output) => output.Write("\""u8);

    public static void Write(ReadOnlySpan<char> text, IBufferWriter<byte> output)
    {
        while (!text.IsEmpty)
        {
            var plain = text.IndexOfAny(s_specialChars);
            if (plain < 0)
                plain = text.Length;
            WritePlain(text[..plain], output);
            if (plain == text.Length)
                return;

            WriteEscaped(text[plain], output);
            text = text[(plain + 1)..];
        }
    }

    /// <param name="utf8">Valid UTF-8.</param>
    public static void Write(ReadOnlySpan<byte> utf8, IBufferWriter<byte> output)
    {
        while (!utf8.IsEmpty)
        {
            var plain = utf8.IndexOfAny(s_specialBytes);
            if (plain < 0)
                plain = utf8.Length;
            output.Write(utf8[..plain]);
            if (plain == utf8.Length)
                return;

            Rune.DecodeFromUtf8(utf8[plain..], out var rune, out var length);
            if (rune.Value is < 0x80 or 0x2028 or 0x2029)
                WriteEscaped((char)rune.Value, output);
            else
                output.Write(utf8.Slice(plain, length));
            utf8 = utf8[(plain + length)..];
        }
    }

    private static string Special(string more) => string.Concat(Enumerable.Range(0, ' ').Select(static code => (char)code)) + "\"\\<>&" + more;

    // A lone surrogate has no UTF-8 form and becomes an escaped U+FFFD.
    private static void WritePlain(ReadOnlySpan<char> text, IBufferWriter<byte> output)
    {
        while (!text.IsEmpty)
        {
            var status = Utf8.FromUtf16(text, output.GetSpan(text.Length * 3), out var read, out var written, replaceInvalidSequences: false);
            output.Advance(written);
            text = text[read..];
            if (status == OperationStatus.Done)
                return;

            output.Write("\\ufffd"u8);
            text = text[1..];
        }
    }

    private static void WriteEscaped(char letter, IBufferWriter<byte> output)
    {
        var symbol = letter switch
        {
            '"' or '\\' => (byte)letter,
            '\n' => (byte)'n',
            '\r' => (byte)'r',
            '\t' => (byte)'t',
            '\b' => (byte)'b',
            '\f' => (byte)'f',
            _ => (byte)'u',
        };
        output.Write([(byte)'\\', symbol]);
        if (symbol == 'u')
            output.Write([Hex(letter >> 12), Hex(letter >> 8), Hex(letter >> 4), Hex(letter)]);
    }

    private static byte Hex(int value) => "0123456789abcdef"u8[value & 15];
}
