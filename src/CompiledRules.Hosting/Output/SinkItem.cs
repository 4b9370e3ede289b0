namespace CompiledRules.Hosting.Output;

/// <summary>What waits before a sink: one result, or all the results of a checkpoint.</summary>
/// <param name="Rows">The rows of a collection, or a single row; null for a transfer.</param>
internal readonly record struct SinkItem(IReadOnlyList<SqlObject>? Rows, SinkTransfer? Transfer = null);

/// <summary>The results of a checkpoint on their way to a sink.</summary>
/// <param name="Results">Null where they have to be read back from the store.</param>
internal sealed record SinkTransfer(string Writer, long Number, IReadOnlyList<IReadOnlyList<SqlObject>>? Results);
