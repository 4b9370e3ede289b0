using System.Collections.Immutable;

namespace CompiledRules;

/// <summary>The declared type of a column, an array's item or a struct's field.</summary>
public abstract record ColumnType
{
    private ColumnType()
    {
    }

    public static ColumnType Bigint { get; } = new Scalar(SqlKind.Integer, "bigint");

    public static ColumnType Float { get; } = new Scalar(SqlKind.Float, "float");

    public static ColumnType String { get; } = new Scalar(SqlKind.String, "string");

    public static ColumnType DateTime { get; } = new Scalar(SqlKind.DateTime, "datetime");

    public static ColumnType Boolean { get; } = new Scalar(SqlKind.Boolean, "boolean");

    public static ColumnType Bytea { get; } = new Scalar(SqlKind.Bytes, "bytea");

    /// <param name="Kind">The kind of a value of this type.</param>
    /// <param name="Name">As SQL writes it.</param>
    public sealed record Scalar(SqlKind Kind, string Name) : ColumnType
    {
        public override string ToString() => Name;
    }

    public sealed record Array(ColumnType Item) : ColumnType
    {
        public override string ToString() => $"array({Item})";
    }

    public sealed record Struct(ImmutableArray<ColumnDefinition> Fields) : ColumnType
    {
        public override string ToString() => $"struct({string.Join(", ", Fields.Select(static field => $"{field.Name} {field.Type}"))})";

        public bool Equals(Struct? other) => other is not null && Fields.AsSpan().SequenceEqual(other.Fields.AsSpan());

        public override int GetHashCode() => Fields.Length == 0 ? 0 : HashCode.Combine(Fields.Length, Fields[0]);
    }
}
