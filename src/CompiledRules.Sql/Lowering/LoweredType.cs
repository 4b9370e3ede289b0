namespace CompiledRules.Sql.Lowering;

/// <summary>How a value is held while a rule runs.</summary>
public enum LoweredKind
{
    Void,
    Boolean,
    Int64,
    Float64,
    String,
    Bytes,
    Time,
    Array,
    Object,

    /// <summary>A <c>SqlValue</c>, whose kind is known only when the row is there.</summary>
    Value,

    /// <summary>A type of C# that is no value of SQL: a row, a context, a member that has to be converted first.</summary>
    Clr,
}

/// <summary>The type of a lowered expression.</summary>
/// <param name="IsNullable">Whether null is possible. A <see cref="LoweredKind.Value"/> holds its null itself and counts as nullable.</param>
/// <param name="Name">The full name of the C# type for <see cref="LoweredKind.Clr"/>; null otherwise.</param>
public readonly record struct LoweredType(LoweredKind Kind, bool IsNullable = false, string? Name = null)
{
    public static LoweredType Void { get; } = new(LoweredKind.Void);

    public static LoweredType Boolean { get; } = new(LoweredKind.Boolean);

    public static LoweredType Int64 { get; } = new(LoweredKind.Int64);

    public static LoweredType Float64 { get; } = new(LoweredKind.Float64);

    public static LoweredType String { get; } = new(LoweredKind.String);

    public static LoweredType Time { get; } = new(LoweredKind.Time);

    public static LoweredType Array { get; } = new(LoweredKind.Array);

    public static LoweredType Object { get; } = new(LoweredKind.Object);

    public static LoweredType Value { get; } = new(LoweredKind.Value, true);

    public bool IsNumber => Kind is LoweredKind.Int64 or LoweredKind.Float64;

    public static LoweredType Clr(string name, bool isNullable = false) => new(LoweredKind.Clr, isNullable, name);

    /// <summary>The same kind with or without null; a <see cref="LoweredKind.Value"/> stays as it is.</summary>
    public LoweredType Nullable(bool isNullable = true) => Kind == LoweredKind.Value ? this : this with { IsNullable = isNullable };
}
