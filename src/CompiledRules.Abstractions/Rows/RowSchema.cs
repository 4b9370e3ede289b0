using System.Collections.Immutable;

namespace CompiledRules;

/// <summary>The declared columns of a stream and how strictly its input is held to them.</summary>
/// <param name="Columns">Empty for a schemaless stream.</param>
/// <param name="IsStrict"><c>STRICT_VALIDATION</c>: every declared column must come, or have a default, and is converted to its type.</param>
public sealed record RowSchema(ImmutableArray<ColumnDefinition> Columns, bool IsStrict = false)
{
    public static RowSchema Schemaless { get; } = new([]);

    public bool IsSchemaless => Columns.IsEmpty;

    /// <summary>The column that gives a row its time: a time, milliseconds since the Unix epoch, or text. Null where the arrival does.</summary>
    public string? TimestampColumn { get; init; }

    /// <summary>The pattern tried first for the text of a datetime or timestamp column; null for the known forms only.</summary>
    public string? TimestampFormat { get; init; }

    /// <summary>The zone of times that name none.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Whether a number of an undeclared item whose text has no point and no exponent is an integer; a float otherwise.</summary>
    public bool UseIntegers { get; init; }

    /// <summary>Whether a key that matches no column exactly may match one in another case.</summary>
    public bool IgnoreCase { get; init; }

    /// <summary>The column under <paramref name="name"/>, compared ordinally, or null.</summary>
    public ColumnDefinition? Find(string name)
    {
        foreach (var column in Columns)
        {
            if (string.Equals(column.Name, name, StringComparison.Ordinal))
                return column;
        }

        return null;
    }
}
