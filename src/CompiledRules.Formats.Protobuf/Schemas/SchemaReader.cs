using System.Globalization;
using Google.Protobuf.Reflection;
using Label = Google.Protobuf.Reflection.FieldDescriptorProto.Label;
using ProtoType = Google.Protobuf.Reflection.FieldDescriptorProto.Type;

namespace CompiledRules.Formats.Protobuf.Schemas;

/// <summary>Descriptors → schemas. One instance per parsed file, so that messages that refer to each other share their schema.</summary>
internal sealed class SchemaReader
{
    private readonly List<ProtoProblem> _problems = [];
    private readonly Dictionary<string, (DescriptorProto Descriptor, string Syntax)> _messages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EnumDescriptorProto> _enums = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MessageSchema> _schemas = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EnumSchema> _enumSchemas = new(StringComparer.Ordinal);

    public SchemaReader(FileDescriptorSet set)
    {
        foreach (var descriptor in set.Files)
        {
            var prefix = string.IsNullOrEmpty(descriptor.Package) ? "" : "." + descriptor.Package;
            Collect(prefix, descriptor.MessageTypes, descriptor.EnumTypes, descriptor.Syntax ?? "");
        }
    }

    /// <summary>Fields that no value can be read into, of the messages read so far.</summary>
    public IReadOnlyList<ProtoProblem> Problems => _problems;

    /// <param name="typeName">As descriptors have it: with a dot before the package, or before the name where there is none.</param>
    public MessageSchema Message(string typeName)
    {
        if (_schemas.TryGetValue(typeName, out var known))
            return known;

        var (descriptor, syntax) = _messages[typeName];
        var schema = new MessageSchema(typeName.TrimStart('.'), descriptor.Options?.MapEntry == true);
        _schemas[typeName] = schema;
        schema.SetFields([.. descriptor.Fields.Select((field, index) => Field(field, index, syntax, schema))]);
        return schema;
    }

    private void Collect(string prefix, List<DescriptorProto> messages, List<EnumDescriptorProto> enums, string syntax)
    {
        foreach (var item in enums)
            _enums[$"{prefix}.{item.Name}"] = item;
        foreach (var message in messages)
        {
            var name = $"{prefix}.{message.Name}";
            _messages[name] = (message, syntax);
            Collect(name, message.NestedTypes, message.EnumTypes, syntax);
        }
    }

    private FieldSchema Field(FieldDescriptorProto field, int index, string syntax, MessageSchema owner)
    {
        if (field.type == ProtoType.TypeGroup)
            _problems.Add(new ProtoProblem(null, 0, $"Field '{owner.FullName}.{field.Name}' is a group", "Declare a message and a field of that type"));

        var kind = Kind(field.type);
        var isRepeated = field.label == Label.LabelRepeated;
        var isProto3 = syntax == "proto3";
        var isPackedByDefault = isProto3 || syntax == "editions";
        var enumSchema = kind == FieldKind.Enum ? Enum(field.TypeName) : null;
        var oneof = field.ShouldSerializeOneofIndex() ? field.OneofIndex : -1;
        return new FieldSchema
        {
            Name = field.Name,
            IsJsonNumber = field.Options?.Jstype == FieldOptions.JSType.JsNumber,
            JsonName = string.IsNullOrEmpty(field.JsonName) ? CamelCase(field) : field.JsonName,
            Number = field.Number,
            Index = index,
            Kind = kind,
            IsRepeated = isRepeated,
            IsPacked = isRepeated && kind.CanPack && (field.Options is { } options && options.ShouldSerializePacked() ? options.Packed : isPackedByDefault),
            IsRequired = field.label == Label.LabelRequired,
            Oneof = oneof,
            HasPresence = !isRepeated && (!isProto3 || oneof >= 0 || kind == FieldKind.Message || owner.IsMapEntry),
            Default = Default(field, kind, isRepeated, enumSchema),
            Message = kind == FieldKind.Message ? Message(field.TypeName) : null,
            Enum = enumSchema,
        };
    }

    private EnumSchema Enum(string typeName)
    {
        if (!_enumSchemas.TryGetValue(typeName, out var schema))
        {
            var values = _enums[typeName].Values.Select(static value => KeyValuePair.Create(value.Name, value.Number)).ToArray();
            _enumSchemas[typeName] = schema = new EnumSchema(typeName.TrimStart('.'), values);
        }

        return schema;
    }

    private SqlValue Default(FieldDescriptorProto field, FieldKind kind, bool isRepeated, EnumSchema? enumSchema)
    {
        if (isRepeated)
            return field.type == ProtoType.TypeMessage && _messages[field.TypeName].Descriptor.Options?.MapEntry == true ? SqlObject.Empty : SqlArray.Empty;

        var text = field.DefaultValue ?? "";
        return kind switch
        {
            FieldKind.Message => SqlValue.Null,
            FieldKind.String => text,
            FieldKind.Bytes => SqlValue.From(Array.Empty<byte>()),
            FieldKind.Bool => text == "true",
            FieldKind.Double or FieldKind.Float => double.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : 0.0,
            // The default of an enum is the value declared first, in proto3 always zero.
            FieldKind.Enum => enumSchema!.TryGetNumber(text, out var named) ? named : (long)_enums[field.TypeName].Values[0].Number,
            _ when text.StartsWith('-') => long.Parse(text, CultureInfo.InvariantCulture),
            _ => text.Length == 0 ? 0L : unchecked((long)ulong.Parse(text, CultureInfo.InvariantCulture)),
        };
    }

    private static string CamelCase(FieldDescriptorProto field)
    {
        var parts = field.Name.Split('_', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 0 ? field.Name : parts[0] + string.Concat(parts.Skip(1).Select(static part => char.ToUpperInvariant(part[0]) + part[1..]));
    }

    private static FieldKind Kind(ProtoType type) => type switch
    {
        ProtoType.TypeDouble => FieldKind.Double,
        ProtoType.TypeFloat => FieldKind.Float,
        ProtoType.TypeInt32 => FieldKind.Int32,
        ProtoType.TypeInt64 => FieldKind.Int64,
        ProtoType.TypeUint32 => FieldKind.UInt32,
        ProtoType.TypeUint64 => FieldKind.UInt64,
        ProtoType.TypeSint32 => FieldKind.SInt32,
        ProtoType.TypeSint64 => FieldKind.SInt64,
        ProtoType.TypeFixed32 => FieldKind.Fixed32,
        ProtoType.TypeFixed64 => FieldKind.Fixed64,
        ProtoType.TypeSfixed32 => FieldKind.SFixed32,
        ProtoType.TypeSfixed64 => FieldKind.SFixed64,
        ProtoType.TypeBool => FieldKind.Bool,
        ProtoType.TypeString => FieldKind.String,
        ProtoType.TypeBytes => FieldKind.Bytes,
        ProtoType.TypeEnum => FieldKind.Enum,
        _ => FieldKind.Message,
    };
}
