namespace CompiledRules.Formats.Protobuf.Schemas;

/// <summary>The wire type of a protobuf field, in the words of <c>.proto</c>.</summary>
internal enum FieldKind : byte
{
    Double,
    Float,
    Int32,
    Int64,
    UInt32,
    UInt64,
    SInt32,
    SInt64,
    Fixed32,
    Fixed64,
    SFixed32,
    SFixed64,
    Bool,
    String,
    Bytes,
    Enum,
    Message,
}

internal static class FieldKinds
{
    public const int Varint = 0;
    public const int EightBytes = 1;
    public const int LengthDelimited = 2;
    public const int FourBytes = 5;

    extension(FieldKind kind)
    {
        public bool IsInteger => kind is >= FieldKind.Int32 and <= FieldKind.SFixed64;

        /// <summary>Whether JSON carries the number as a string, since a double cannot hold it.</summary>
        public bool IsTextInJson => kind is FieldKind.Int64 or FieldKind.UInt64 or FieldKind.SInt64 or FieldKind.Fixed64 or FieldKind.SFixed64;

        public bool CanPack => kind is not (FieldKind.String or FieldKind.Bytes or FieldKind.Message);

        public int WireType => kind switch
        {
            FieldKind.Double or FieldKind.Fixed64 or FieldKind.SFixed64 => EightBytes,
            FieldKind.Float or FieldKind.Fixed32 or FieldKind.SFixed32 => FourBytes,
            FieldKind.String or FieldKind.Bytes or FieldKind.Message => LengthDelimited,
            _ => Varint,
        };

        public SqlKind SqlKind => kind switch
        {
            FieldKind.Double or FieldKind.Float => SqlKind.Float,
            FieldKind.Bool => SqlKind.Boolean,
            FieldKind.String => SqlKind.String,
            FieldKind.Bytes => SqlKind.Bytes,
            FieldKind.Message => SqlKind.Object,
            _ => SqlKind.Integer,
        };

        public string Text => kind switch
        {
            FieldKind.Double => "double",
            FieldKind.Float => "float",
            FieldKind.Int32 => "int32",
            FieldKind.Int64 => "int64",
            FieldKind.UInt32 => "uint32",
            FieldKind.UInt64 => "uint64",
            FieldKind.SInt32 => "sint32",
            FieldKind.SInt64 => "sint64",
            FieldKind.Fixed32 => "fixed32",
            FieldKind.Fixed64 => "fixed64",
            FieldKind.SFixed32 => "sfixed32",
            FieldKind.SFixed64 => "sfixed64",
            FieldKind.Bool => "bool",
            FieldKind.String => "string",
            FieldKind.Bytes => "bytes",
            FieldKind.Enum => "enum",
            _ => "message",
        };
    }
}
