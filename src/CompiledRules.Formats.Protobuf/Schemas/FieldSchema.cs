namespace CompiledRules.Formats.Protobuf.Schemas;

/// <summary>A field of a message with everything that encoding and decoding ask of it worked out.</summary>
internal sealed class FieldSchema
{
    public required string Name { get; init; }

    public required string JsonName { get; init; }

    /// <summary>Whether a 64-bit integer is a number in JSON too, as <c>[jstype = JS_NUMBER]</c> asks for, and not a string.</summary>
    public bool IsJsonNumber { get; init; }

    public required int Number { get; init; }

    /// <summary>Position in declaration order, which is the order of arguments.</summary>
    public required int Index { get; init; }

    public required FieldKind Kind { get; init; }

    public required bool IsRepeated { get; init; }

    public required bool IsPacked { get; init; }

    public required bool IsRequired { get; init; }

    /// <summary>The oneof that the field belongs to, or -1. An <c>optional</c> field of proto3 is alone in one.</summary>
    public required int Oneof { get; init; }

    /// <summary>Whether a default value differs on the wire from no value.</summary>
    public required bool HasPresence { get; init; }

    /// <summary>The value of a field that did not come.</summary>
    public required SqlValue Default { get; init; }

    public MessageSchema? Message { get; init; }

    public EnumSchema? Enum { get; init; }

    /// <summary>Whether this is a <c>map&lt;,&gt;</c>: a repeated message of a key (field 0) and a value (field 1).</summary>
    public bool IsMap => IsRepeated && Message is { IsMapEntry: true };

    public uint Tag => ((uint)Number << 3) | (uint)(IsPacked ? FieldKinds.LengthDelimited : Kind.WireType);

    /// <summary>As an error message says it: <c>repeated int32</c>.</summary>
    public string TypeText => (IsMap, IsRepeated) switch
    {
        (true, _) => "map",
        (_, true) => "repeated " + Kind.Text,
        _ => Kind.Text,
    };

    public RemoteType Type => (IsMap, IsRepeated) switch
    {
        (true, _) => RemoteType.Of(SqlKind.Object),
        (_, true) => RemoteType.ArrayOf(ElementType),
        _ => ElementType,
    };

    // The fields of a nested message are left open: messages may nest in themselves.
    private RemoteType ElementType => Message?.WellKnown switch
    {
        null => RemoteType.Of(Kind.SqlKind),
        WellKnownType.None or WellKnownType.Empty or WellKnownType.Struct => RemoteType.Of(SqlKind.Object),
        _ => Message.Type,
    };
}
