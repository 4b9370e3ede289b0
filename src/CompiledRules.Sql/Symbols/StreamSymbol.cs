namespace CompiledRules.Sql.Symbols;

public enum StreamKind
{
    Stream,

    /// <summary>A table whose rows are kept inside the rule and joined with each event or window.</summary>
    ScanTable,

    /// <summary>A table that is asked by key for each event.</summary>
    LookupTable,
}

/// <summary>Something a FROM clause may name.</summary>
/// <param name="Columns">The declared columns; empty for a schemaless stream.</param>
/// <param name="IsSchemaless">Whether any column name is accepted and resolved when the row is there.</param>
/// <param name="Options">The WITH options; names in upper case.</param>
/// <param name="RowType">The full name of the C# type of a row, or null for a row of slots.</param>
public sealed record StreamSymbol(
    string Name,
    StreamKind Kind,
    EquatableArray<ColumnSymbol> Columns,
    bool IsSchemaless,
    EquatableArray<StreamOption> Options = default,
    string? RowType = null)
{
    /// <summary>The value of an option, whatever the case of <paramref name="name"/>, or null.</summary>
    public string? Option(string name) =>
        Options.FirstOrDefault(option => string.Equals(option.Name, name, StringComparison.OrdinalIgnoreCase))?.Value;

    public bool IsStrict => string.Equals(Option("STRICT_VALIDATION"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// What a row holds for a column or field declared as <paramref name="declared"/>. Without strict validation a DATETIME stays the string or
    /// number that was received, so that nothing is known of it.
    /// </summary>
    public SqlType HeldType(SqlType declared) => declared.Kind switch
    {
        SqlTypeKind.DateTime when RowType is null && !IsStrict => SqlType.Any,
        SqlTypeKind.Array => declared with { Element = HeldType(declared.Element ?? SqlType.Any) },
        SqlTypeKind.Struct => declared with { Fields = declared.Fields.Select(field => field with { Type = HeldType(field.Type) }).ToEquatableArray() },
        _ => declared,
    };
}

/// <summary>One <c>NAME="value"</c> of a WITH clause; booleans as <c>true</c> and <c>false</c>.</summary>
public sealed record StreamOption(string Name, string Value);
