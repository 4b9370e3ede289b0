namespace CompiledRules;

/// <summary>One row of a source that needs no format.</summary>
/// <param name="Fields">The columns by name, of any kind; a declared schema is applied to them afterwards.</param>
/// <param name="Metadata">What the source knows beside the row; null where it knows nothing.</param>
public readonly record struct SourceRow(SqlObject Fields, SqlObject? Metadata = null);
