namespace CompiledRules.Connectors.Memory;

/// <summary>One row on a topic.</summary>
/// <param name="Topic">Without wildcards.</param>
/// <param name="Row">Shared by all who hear it.</param>
/// <param name="Kind">What it does to a table that follows the topic.</param>
/// <param name="Key">The key that a deletion names; missing where the table's own key column is meant.</param>
public readonly record struct MemoryMessage(string Topic, SqlObject Row, MemoryRowKind Kind = MemoryRowKind.Upsert, SqlValue Key = default);

public enum MemoryRowKind
{
    Upsert,
    Delete,
}
