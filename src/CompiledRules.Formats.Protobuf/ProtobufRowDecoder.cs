using CompiledRules.Formats.Protobuf.Schemas;
using CompiledRules.Formats.Protobuf.Wire;
using CompiledRules.Formats.Rows;

namespace CompiledRules.Formats.Protobuf;

/// <summary>Reads one message per payload as one row. Fields that no rule asks for are passed over.</summary>
/// <remarks>A field that did not come has its default; of a oneof only the field that came has a value. An enum is its number.</remarks>
internal sealed class ProtobufRowDecoder : IRowDecoder
{
    private readonly MessageSchema _message;
    private readonly RowMapper _mapper;

    // By the index of the field; null for all of them.
    private readonly bool[]? _wanted;

    public ProtobufRowDecoder(MessageSchema message, RowLayout layout, RowSchema schema)
    {
        _message = message;
        _mapper = new RowMapper(layout, schema);
        var wantsAll = schema.IgnoreCase || (layout.WholeRowSlot >= 0 && schema.IsSchemaless);
        if (!wantsAll)
            _wanted = [.. message.Fields.Select(field => message.Fields.Any(other => IsSameOrOfSameOneof(field, other) && IsWanted(other.Name, layout, schema)))];
    }

    public void Decode(SourceMessage message, long timestamp, DecodedRows rows)
    {
        SqlObject fields;
        try
        {
            fields = MessageDecoder.DecodeFields(_message, message.Payload.Span, _wanted);
        }
        catch (SqlException exception)
        {
            rows.Errors.Add(exception);
            return;
        }

        _mapper.Map(new SourceRow(fields, message.Metadata), timestamp, rows);
    }

    // A field of a oneof pushes out the one before it, so it is read even where nobody asks for its value.
    private static bool IsSameOrOfSameOneof(FieldSchema field, FieldSchema other) => field == other || (field.Oneof >= 0 && field.Oneof == other.Oneof);

    private static bool IsWanted(string name, RowLayout layout, RowSchema schema) =>
        layout.IndexOf(name) >= 0 || (layout.WholeRowSlot >= 0 && schema.Find(name) is not null) || name == schema.TimestampColumn;
}
