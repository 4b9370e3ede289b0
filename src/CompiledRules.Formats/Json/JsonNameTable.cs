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

    public JsonNameTable(RowLayout layout, RowSchema schema)
    {
        _layout = layout;
        _schema = schema;
        _names = new Dictionary<byte[], JsonName>(Utf8BytesComparer.Instance).GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>Stands before the first name of a message.</summary>
    public JsonName Start { get; } = new([], "");

    /// <summary>Stands before the first name of an object inside a message.</summary>
    public JsonName NestedStart { get; } = new([], "");

    /// <summary>The name under the reader, given the name before it.</summary>
    public JsonName Find(JsonName previous, ref Utf8JsonReader reader)
    {
        if (previous.Next is { } next && !reader.ValueIsEscaped && reader.ValueSpan.SequenceEqual(next.Utf8))
            return next;

        return FindAnywhere(previous, ref reader);
    }

    private JsonName FindAnywhere(JsonName previous, ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped)
            return Make(Encoding.UTF8.GetBytes(JsonText.Read(ref reader)));

        if (!_names.TryGetValue(reader.ValueSpan, out var name))
        {
            name = Make(reader.ValueSpan.ToArray());
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
        return new JsonName(utf8, text) { Slot = slot, IsInexact = isInexact, Column = column };
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
