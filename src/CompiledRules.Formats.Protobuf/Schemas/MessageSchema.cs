using System.Collections.Frozen;
using System.Collections.Immutable;

namespace CompiledRules.Formats.Protobuf.Schemas;

/// <summary>The layout of a message. Built once when its file is read, and asked for every message.</summary>
/// <remarks>Made in two steps, since messages refer to each other in circles: constructed by name, then given its fields.</remarks>
internal sealed class MessageSchema(string fullName, bool isMapEntry)
{
    // Wire numbers are small in practice; those above go through the dictionary.
    private const int DirectNumbers = 64;

    private FieldSchema?[] _byNumber = [];
    private FrozenDictionary<int, FieldSchema> _byLargeNumber = FrozenDictionary<int, FieldSchema>.Empty;
    private FrozenDictionary<string, FieldSchema> _byName = FrozenDictionary<string, FieldSchema>.Empty;

    public string FullName { get; } = fullName;

    public bool IsMapEntry { get; } = isMapEntry;

    public WellKnownType WellKnown { get; } = WellKnownTypeOf(fullName);

    /// <summary>In declaration order.</summary>
    public ImmutableArray<FieldSchema> Fields { get; private set; } = [];

    /// <summary>Names of <see cref="Fields"/>; shared by every decoded object, so never written to.</summary>
    public string[] Names { get; private set; } = [];

    public bool HasOneof { get; private set; }

    public bool HasRequired { get; private set; }

    /// <summary>Whether one value stands for the message itself: a datetime for <c>Timestamp</c>, an object for <c>Struct</c>.</summary>
    public bool TakesWholeValue => WellKnown is > WellKnownType.Empty;

    public RemoteType Type => WellKnown switch
    {
        WellKnownType.Wrapper => RemoteType.Of(Fields[0].Kind.SqlKind),
        WellKnownType.Timestamp => RemoteType.Of(SqlKind.DateTime),
        WellKnownType.Duration => RemoteType.Of(SqlKind.Float),
        WellKnownType.Value => RemoteType.Any,
        WellKnownType.ListValue => RemoteType.ArrayOf(RemoteType.Any),
        WellKnownType.Struct => RemoteType.Of(SqlKind.Object),
        _ => RemoteType.ObjectOf([.. Fields.Select(static member => new RemoteParameter(member.Name, member.Type))]),
    };

    public void SetFields(ImmutableArray<FieldSchema> fields)
    {
        Fields = fields;
        Names = [.. fields.Select(static field => field.Name)];
        HasOneof = fields.Any(static field => field.Oneof >= 0);
        HasRequired = fields.Any(static field => field.IsRequired);
        _byNumber = new FieldSchema?[DirectNumbers];
        foreach (var field in fields.Where(static field => field.Number < DirectNumbers))
            _byNumber[field.Number] = field;
        _byLargeNumber = fields.Where(static field => field.Number >= DirectNumbers).ToFrozenDictionary(static field => field.Number);

        var names = new Dictionary<string, FieldSchema>(StringComparer.Ordinal);
        foreach (var field in fields)
            names[field.Name] = field;
        foreach (var field in fields)
            names.TryAdd(field.JsonName, field);
        _byName = names.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public FieldSchema? FindByNumber(int number) =>
        (uint)number < DirectNumbers ? _byNumber[number] : _byLargeNumber.GetValueOrDefault(number);

    /// <summary>By the name in the <c>.proto</c> file or the one in JSON.</summary>
    public FieldSchema? FindByName(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The value of each field in an object, in declaration order; missing where it has none, and names that are no field are ignored.</summary>
    public SqlValue[] FieldsOf(SqlObject source)
    {
        var values = new SqlValue[Fields.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = source[Fields[i].Name];
        return values;
    }

    /// <summary>Whether another field of the same oneof has a value after this one: the last counts, and those before it are not sent.</summary>
    public bool IsOverruled(FieldSchema field, ReadOnlySpan<SqlValue> values)
    {
        for (var i = field.Index + 1; field.Oneof >= 0 && i < values.Length; i++)
        {
            if (Fields[i].Oneof == field.Oneof && !values[i].IsNull)
                return true;
        }

        return false;
    }

    private static WellKnownType WellKnownTypeOf(string fullName) => fullName switch
    {
        "google.protobuf.Empty" => WellKnownType.Empty,
        "google.protobuf.Timestamp" => WellKnownType.Timestamp,
        "google.protobuf.Duration" => WellKnownType.Duration,
        "google.protobuf.Struct" => WellKnownType.Struct,
        "google.protobuf.Value" => WellKnownType.Value,
        "google.protobuf.ListValue" => WellKnownType.ListValue,
        _ when fullName.StartsWith("google.protobuf.", StringComparison.Ordinal) && fullName.EndsWith("Value", StringComparison.Ordinal) => WellKnownType.Wrapper,
        _ => WellKnownType.None,
    };
}
