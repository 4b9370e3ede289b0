using CompiledRules.Generators.Stubs.Model;
using CompiledRules.Sql;
using Google.Protobuf.Reflection;
using Label = Google.Protobuf.Reflection.FieldDescriptorProto.Label;
using ProtoType = Google.Protobuf.Reflection.FieldDescriptorProto.Type;

namespace CompiledRules.Generators.Stubs.Readers;

/// <summary>Messages and enums as records and enums of a stub. What a service uses is collected; the rest of its schemas stays out.</summary>
/// <param name="taken">Names that the stub has given already.</param>
internal sealed class MessageTypes(HashSet<string> taken)
{
    private readonly Dictionary<string, DescriptorProto> _messages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EnumDescriptorProto> _enums = new(StringComparer.Ordinal);
    private readonly HashSet<string> _isProto3 = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly List<StubRecord> _records = [];
    private readonly List<StubEnum> _enumTypes = [];

    public EquatableArray<StubRecord> Records => _records.OrderBy(static record => record.Name, StringComparer.Ordinal).ToEquatableArray();

    public EquatableArray<StubEnum> Enums => _enumTypes.OrderBy(static type => type.Name, StringComparer.Ordinal).ToEquatableArray();

    public void Add(FileDescriptorSet set)
    {
        foreach (var file in set.Files)
            Add(string.IsNullOrEmpty(file.Package) ? "" : "." + file.Package, file.MessageTypes, file.EnumTypes, file.Syntax == "proto3");
    }

    /// <summary>The type of a message as a result.</summary>
    public StubType TypeOf(string message) => WellKnown(message) ?? new StubType(StubKind.Record, Record(message));

    /// <summary>The fields of a message, as the parameters of a method.</summary>
    /// <param name="isWhole">Whether the message is a value of its own: one parameter stands for all of it.</param>
    public EquatableArray<StubField> ParametersOf(string message, out bool isWhole)
    {
        isWhole = WellKnown(message) is { Kind: not StubKind.Nothing };
        return isWhole ? [new StubField("value", "value", WellKnown(message)!)] : Fields(message, StubNames.Camel, ["cancellation"]);
    }

    private void Add(string prefix, List<DescriptorProto> messages, List<EnumDescriptorProto> enums, bool isProto3)
    {
        foreach (var item in enums)
            _enums[$"{prefix}.{item.Name}"] = item;
        foreach (var message in messages)
        {
            var name = $"{prefix}.{message.Name}";
            _messages[name] = message;
            if (isProto3)
                _isProto3.Add(name);
            Add(name, message.NestedTypes, message.EnumTypes, isProto3);
        }
    }

    private string Record(string message)
    {
        if (_names.TryGetValue(message, out var known))
            return known;

        // Named before its fields are read: messages may hold themselves.
        var name = _names[message] = NameOf(message);
        _records.Add(new StubRecord(name, message.TrimStart('.'), Fields(message, StubNames.Pascal, [name, "ToSql", "FromSql"])));
        return name;
    }

    private string Enum(string name)
    {
        if (_names.TryGetValue(name, out var known))
            return known;

        var type = _names[name] = NameOf(name);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        _enumTypes.Add(new StubEnum(type, name.TrimStart('.'), _enums[name].Values.Select(value => new StubEnumValue(StubNames.Unique(Value(value.Name), taken), value.Number)).ToEquatableArray()));
        return type;
    }

    // CELSIUS_PER_HOUR becomes CelsiusPerHour.
    private static string Value(string name) => name.Any(char.IsLower) ? StubNames.Pascal(name) : StubNames.Pascal(name.ToLowerInvariant());

    // Without its package: Outer.Inner becomes OuterInner.
    private string NameOf(string fullName)
    {
        var parts = fullName.Split(['.'], StringSplitOptions.RemoveEmptyEntries);
        var package = Enumerable.Range(1, parts.Length - 1).TakeWhile(count => !IsType("." + string.Join(".", parts.Take(count)))).Count();
        return StubNames.Unique(string.Concat(parts.Skip(package).Select(StubNames.Pascal)), taken);
    }

    private bool IsType(string fullName) => _messages.ContainsKey(fullName) || _enums.ContainsKey(fullName);

    private EquatableArray<StubField> Fields(string message, Func<string, string> naming, IEnumerable<string> reserved)
    {
        var names = new HashSet<string>(reserved, StringComparer.Ordinal);
        var isProto3 = _isProto3.Contains(message);
        return _messages[message].Fields.Select(field => new StubField(StubNames.Unique(naming(field.Name), names), field.Name, Type(field, isProto3))).ToEquatableArray();
    }

    private StubType Type(FieldDescriptorProto field, bool isProto3)
    {
        if (field.label == Label.LabelRepeated)
            return MapOf(field) ?? new StubType(StubKind.List, Element: Single(field));

        var type = Single(field);
        // A field of a oneof, an optional one and a message may be absent, which a default value does not say.
        var isOptional = field.type == ProtoType.TypeMessage || field.ShouldSerializeOneofIndex() || (!isProto3 && field.label == Label.LabelOptional);
        return type with { IsNullable = (isOptional || type.IsNullable) && type.Kind != StubKind.Any };
    }

    private StubType? MapOf(FieldDescriptorProto field) =>
        field.type == ProtoType.TypeMessage && _messages.TryGetValue(field.TypeName, out var entry) && entry.Options?.MapEntry == true
            ? new StubType(StubKind.Map, Key: Single(entry.Fields[0]), Element: Single(entry.Fields[1]))
            : null;

    private StubType Single(FieldDescriptorProto field) => field.type switch
    {
        ProtoType.TypeMessage => WellKnown(field.TypeName) is { } known
            ? (known.Kind == StubKind.Nothing ? new StubType(StubKind.Object) : known)
            : new StubType(StubKind.Record, Record(field.TypeName)),
        ProtoType.TypeEnum => new StubType(StubKind.Enum, Enum(field.TypeName)),
        var scalar => new StubType(Scalar(scalar)),
    };

    private static StubKind Scalar(ProtoType type) => type switch
    {
        ProtoType.TypeDouble => StubKind.Double,
        ProtoType.TypeFloat => StubKind.Single,
        ProtoType.TypeBool => StubKind.Boolean,
        ProtoType.TypeString => StubKind.String,
        ProtoType.TypeBytes => StubKind.Bytes,
        ProtoType.TypeInt32 or ProtoType.TypeSint32 or ProtoType.TypeSfixed32 => StubKind.Int32,
        ProtoType.TypeUint32 or ProtoType.TypeFixed32 => StubKind.UInt32,
        ProtoType.TypeUint64 or ProtoType.TypeFixed64 => StubKind.UInt64,
        _ => StubKind.Int64,
    };

    // Messages that are a SQL value of their own.
    private static StubType? WellKnown(string name) => name switch
    {
        ".google.protobuf.Empty" => StubType.Nothing,
        ".google.protobuf.Timestamp" => new StubType(StubKind.Time),
        ".google.protobuf.Duration" => new StubType(StubKind.Duration),
        ".google.protobuf.Struct" => new StubType(StubKind.Object),
        ".google.protobuf.Value" => StubType.Any,
        ".google.protobuf.ListValue" => new StubType(StubKind.Array),
        ".google.protobuf.DoubleValue" => new StubType(StubKind.Double, IsNullable: true),
        ".google.protobuf.FloatValue" => new StubType(StubKind.Single, IsNullable: true),
        ".google.protobuf.Int64Value" => new StubType(StubKind.Int64, IsNullable: true),
        ".google.protobuf.UInt64Value" => new StubType(StubKind.UInt64, IsNullable: true),
        ".google.protobuf.Int32Value" => new StubType(StubKind.Int32, IsNullable: true),
        ".google.protobuf.UInt32Value" => new StubType(StubKind.UInt32, IsNullable: true),
        ".google.protobuf.BoolValue" => new StubType(StubKind.Boolean, IsNullable: true),
        ".google.protobuf.StringValue" => new StubType(StubKind.String, IsNullable: true),
        ".google.protobuf.BytesValue" => new StubType(StubKind.Bytes, IsNullable: true),
        _ => null,
    };
}
