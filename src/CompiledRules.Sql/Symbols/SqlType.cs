namespace CompiledRules.Sql.Symbols;

/// <summary>What is known of a value when a rule is compiled.</summary>
public enum SqlTypeKind
{
    /// <summary>Stands for an expression that has a diagnostic already; goes with everything.</summary>
    Error,

    /// <summary>Known only when the row is there: a column of a schemaless stream.</summary>
    Any,

    /// <summary>The type of the <c>NULL</c> literal.</summary>
    Null,
    Boolean,
    BigInt,
    Float,
    String,
    Bytea,
    DateTime,
    Array,
    Struct,
}

/// <summary>The static type of a column or expression. Whether it may be null stands beside it, not in it.</summary>
/// <param name="Element">The element type of an array; <see cref="Any"/> where it is not declared. Null for other kinds.</param>
/// <param name="Fields">The fields of a struct; empty for an object of unknown shape and for other kinds.</param>
public sealed record SqlType(SqlTypeKind Kind, SqlType? Element = null, EquatableArray<ColumnSymbol> Fields = default)
{
    public static SqlType Error { get; } = new(SqlTypeKind.Error);

    public static SqlType Any { get; } = new(SqlTypeKind.Any);

    public static SqlType Null { get; } = new(SqlTypeKind.Null);

    public static SqlType Boolean { get; } = new(SqlTypeKind.Boolean);

    public static SqlType BigInt { get; } = new(SqlTypeKind.BigInt);

    public static SqlType Float { get; } = new(SqlTypeKind.Float);

    public static SqlType String { get; } = new(SqlTypeKind.String);

    public static SqlType Bytea { get; } = new(SqlTypeKind.Bytea);

    public static SqlType DateTime { get; } = new(SqlTypeKind.DateTime);

    public static SqlType AnyArray { get; } = new(SqlTypeKind.Array, Any);

    /// <summary>An object whose keys are not known.</summary>
    public static SqlType AnyObject { get; } = new(SqlTypeKind.Struct);

    public bool IsNumber => Kind is SqlTypeKind.BigInt or SqlTypeKind.Float;

    /// <summary>As DDL writes it: <c>bigint</c>, <c>array(string)</c>, <c>struct(a bigint)</c>.</summary>
    public override string ToString() => Kind switch
    {
        SqlTypeKind.Array => $"array({Element})",
        SqlTypeKind.Struct when Fields.Count == 0 => "struct",
        SqlTypeKind.Struct => $"struct({string.Join(", ", Fields.Select(static field => $"{field.Name} {field.Type}"))})",
        _ => Kind.ToString().ToLowerInvariant(),
    };
}
