namespace CompiledRules.Generators.Stubs.Model;

/// <summary>The type in C# of an argument, a result or a field, and with it how it goes to a SQL value and back.</summary>
/// <param name="Name">Of a record or an enum that stands in the stub.</param>
/// <param name="Key">Of a map.</param>
/// <param name="Element">Of a list, and the values of a map.</param>
internal sealed record StubType(StubKind Kind, string? Name = null, StubType? Key = null, StubType? Element = null, bool IsNullable = false)
{
    public static StubType Nothing { get; } = new(StubKind.Nothing);

    public static StubType Any { get; } = new(StubKind.Any);

    /// <summary>Whether the value in SQL is an object.</summary>
    public bool IsObject => Kind is StubKind.Record or StubKind.Map or StubKind.Object or StubKind.Any;

    public bool IsReference => Kind is StubKind.String or StubKind.Bytes or StubKind.Record or StubKind.List or StubKind.Map or StubKind.Array or StubKind.Object;
}

internal enum StubKind
{
    Nothing,
    Boolean,
    Int32,
    UInt32,
    Int64,
    UInt64,
    Single,
    Double,
    String,
    Bytes,
    Time,
    Duration,
    Enum,
    Record,
    List,
    Map,
    Array,
    Object,
    Any,
}
