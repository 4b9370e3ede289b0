namespace CompiledRules.Formats.Protobuf.Schemas;

/// <summary>Messages of <c>google.protobuf</c> that are a SQL value of their own, not an object of their fields.</summary>
internal enum WellKnownType : byte
{
    None,

    /// <summary><c>StringValue</c>, <c>Int64Value</c> …: the bare value.</summary>
    Wrapper,

    Empty,

    /// <summary>A datetime.</summary>
    Timestamp,

    /// <summary>A float, in seconds.</summary>
    Duration,

    /// <summary>An object.</summary>
    Struct,

    /// <summary>Any value.</summary>
    Value,

    /// <summary>An array.</summary>
    ListValue,
}
