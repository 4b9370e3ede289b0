using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace CompiledRules.Formats.Json;

/// <summary>Knows the property names of a stream, so that a name becomes a string once and not once per message.</summary>
internal sealed class JsonNameTable
{
    // Input with names of its own making, such as ids, must not fill the memory.
    private const int Capacity = 2048;

    private readonly Dictionary<byte[], JsonName>.AlternateLookup<ReadOnlySpan<byte>> _names;
    private readonly RowLayout _layout;
    private readonly RowSchema _schema;
    private readonly ulong _wanted;

    public JsonNameTable(RowLayout layout, RowSchema schema)
    {
        _layout = layout;
        _schema = schema;
        for (var slot = 0; slot < layout.Columns.Length; slot++)
        {
            if (slot != layout.WholeRowSlot && Encoding.UTF8.GetBytes(layout.Columns[slot]) is { Length: > 0 } name)
                _wanted |= MarkOf(name.Length, name[^1]);
            else if (slot != layout.WholeRowSlot)
                _wanted = ulong.MaxValue;
        }

        _names = new Dictionary<byte[], JsonName>(Utf8BytesComparer.Instance).GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>Stands before the first name of a message.</summary>
    public JsonName Start { get; } = new([], "");

    /// <summary>Stands before the first name of an object inside a message.</summary>
    public JsonName NestedStart { get; } = new([], "");

    /// <summary>Whether a column may have a name of this form; false is certain.</summary>
    /// <param name="length">In bytes of UTF-8.</param>
    public bool MayWant(int length, byte last) => (_wanted & MarkOf(length, last)) != 0;

    private static ulong MarkOf(int length, byte last) => 1UL << ((length * 7) + last);

    /// <summary>The name under the reader, given the name before it.</summary>
    public JsonName Find(JsonName previous, ref Utf8JsonReader reader)
    {
        if (previous.Next is { } next && !reader.ValueIsEscaped && reader.ValueSpan.SequenceEqual(next.Utf8))
            return next;

        return FindAnywhere(previous, ref reader);
    }

    private JsonName FindAnywhere(JsonName previous, ref Utf8JsonReader reader) =>
        reader.ValueIsEscaped ? Make(Encoding.UTF8.GetBytes(JsonText.Read(ref reader))) : Find(previous, reader.ValueSpan);

    /// <param name="utf8">A name without escapes.</param>
    public JsonName Find(JsonName previous, ReadOnlySpan<byte> utf8)
    {
        if (!_names.TryGetValue(utf8, out var name))
        {
            name = Make(utf8.ToArray());
            if (_names.Dictionary.Count < Capacity)
                _names.Dictionary.Add(name.Utf8, name);
        }

        previous.Next = name;
        return name;
    }

    private JsonName Make(byte[] utf8)
    {
        var text = Encoding.UTF8.GetString(utf8);
        var slot = SlotOf(text, StringComparison.Ordinal);
        var isInexact = slot < 0 && _schema.IgnoreCase;
        if (isInexact)
            slot = SlotOf(text, StringComparison.OrdinalIgnoreCase);
        var column = slot < 0 ? _schema.Find(text) : _schema.Find(_layout.Columns[slot]);
        var (tail, mask) = TailOf(utf8, slot >= 0);
        return new JsonName(utf8, text) { Slot = slot, IsInexact = isInexact, Column = column, Tail = tail, TailMask = mask };
    }

    private (ulong Tail, ulong Mask) TailOf(byte[] utf8, bool isWanted)
    {
        Span<byte> quoted = [(byte)'"', .. utf8, (byte)'"'];
        if (quoted.Length < JsonName.TailLength)
        {
            Span<byte> padded = stackalloc byte[JsonName.TailLength];
            padded.Clear();
            quoted.CopyTo(padded[(padded.Length - quoted.Length)..]);
            return (BinaryPrimitives.ReadUInt64LittleEndian(padded), ulong.MaxValue << ((padded.Length - quoted.Length) * 8));
        }

        // Text with the end of a name that nobody wants must not be one that somebody wants.
        var isTold = isWanted || (Ascii.IsValid(utf8) && !_layout.Columns.Any(column => EndsAlike(column, utf8)));
        return isTold ? (BinaryPrimitives.ReadUInt64LittleEndian(quoted[^JsonName.TailLength..]), ulong.MaxValue) : (1, 0);
    }

    private static bool EndsAlike(string column, byte[] utf8)
    {
        const int Letters = JsonName.TailLength - 1;
        var wanted = Encoding.UTF8.GetBytes(column);
        return wanted.Length >= Letters && utf8.Length >= Letters && wanted.AsSpan()[^Letters..].SequenceEqual(utf8.AsSpan()[^Letters..]);
    }

    private int SlotOf(string name, StringComparison comparison)
    {
        for (var slot = 0; slot < _layout.Columns.Length; slot++)
        {
            if (slot != _layout.WholeRowSlot && string.Equals(_layout.Columns[slot], name, comparison))
                return slot;
        }

        return -1;
    }
}
