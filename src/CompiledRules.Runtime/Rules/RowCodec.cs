using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Windows;
using CompiledRules.State;

namespace CompiledRules.Runtime.Rules;

/// <summary>Rows of slots in a saved state.</summary>
public sealed class RowCodec : IRowCodec<Row>, IRowCodec<TaggedRow>
{
    public static RowCodec Instance { get; } = new();

    public void Write(IStateWriter writer, Row row)
    {
        writer.Write(row.Timestamp);
        writer.Write(SqlValue.From(row.Metadata));
        writer.Write((long)row.Slots.Length);
        foreach (var value in row.Slots)
        {
            writer.Write(value.IsMissing);
            if (!value.IsMissing)
                writer.Write(value);
        }
    }

    public void Write(IStateWriter writer, TaggedRow row)
    {
        writer.Write((long)row.Source);
        Write(writer, row.Row);
    }

    public Row Read(IStateReader reader)
    {
        var timestamp = reader.ReadInteger();
        var metadata = reader.ReadValue();
        var slots = new SqlValue[reader.ReadInteger()];
        for (var i = 0; i < slots.Length; i++)
            slots[i] = reader.ReadBoolean() ? SqlValue.Missing : reader.ReadValue();
        return new Row(slots, timestamp, metadata.IsNull ? null : metadata.AsObject());
    }

    TaggedRow IRowCodec<TaggedRow>.Read(IStateReader reader)
    {
        var source = (int)reader.ReadInteger();
        return new TaggedRow(Read(reader), source);
    }
}
