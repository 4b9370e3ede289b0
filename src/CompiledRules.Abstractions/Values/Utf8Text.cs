using System.Text;

namespace CompiledRules;

/// <summary>Text that arrived as UTF-8 and is decoded at most once, when someone asks for characters.</summary>
/// <param name="bytes">Valid UTF-8 without JSON escapes; not copied, so it must not change afterwards.</param>
public sealed class Utf8Text(ReadOnlyMemory<byte> bytes)
{
    private string? _text;

    public ReadOnlyMemory<byte> Bytes { get; private set; } = bytes;

    public override string ToString() => _text ??= Encoding.UTF8.GetString(Bytes.Span);

    /// <summary>Makes it the text of other bytes. Only for a decoder whose rows are gone by then, with all that was computed of them.</summary>
    internal void Point(ReadOnlyMemory<byte> other) => (Bytes, _text) = (other, null);
}
