namespace CompiledRules;

/// <summary>What a <see cref="SqlValue"/> holds. Missing and null differ only in output: a missing column is left out, a null one is written.</summary>
public enum SqlKind : byte
{
    /// <summary>The row has no such column.</summary>
    Missing,

    /// <summary>The column is there and is null.</summary>
    Null,

    Boolean,

    /// <summary>A signed 64-bit integer; arithmetic wraps.</summary>
    Integer,

    /// <summary>An IEEE 754 double.</summary>
    Float,

    String,
    Bytes,

    /// <summary>An instant together with the zone it is shown in.</summary>
    DateTime,

    Array,
    Object,
}
