using CompiledRules.Runtime.Collections;

namespace CompiledRules.Runtime.Calls;

/// <summary>A lookup table as something that is asked.</summary>
internal sealed class TableCallee(string name, ITableLookup table) : ICallee<SqlValue[], TableAnswer>
{
    public int LargestBatch => 1024;

    public ValueTask<TableAnswer> AskAsync(SqlValue[] arguments, CancellationToken cancellation) =>
        throw new InvalidOperationException("A table takes batches");

    public ValueTask AskAsync(ReadOnlyMemory<SqlValue[]> questions, Memory<TableAnswer> results, CancellationToken cancellation) =>
        table.FindAsync(questions, results, cancellation);

    public TableAnswer Failure(Exception error) => new(null, error as SqlException ?? new SqlException($"table {name}: {error.Message}", error));
}
