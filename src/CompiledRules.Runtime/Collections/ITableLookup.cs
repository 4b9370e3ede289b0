using System.Diagnostics.CodeAnalysis;

namespace CompiledRules.Runtime.Collections;

/// <summary>A lookup table as a rule asks it.</summary>
public interface ITableLookup
{
    /// <summary>Finds rows without waiting, on the rule's loop: where the table is in memory, or the answer is still known.</summary>
    /// <param name="keys">The values of the key columns, none of them null.</param>
    /// <param name="rows">The rows that match, in the layout that the rule wants.</param>
    /// <returns>False where the table has to be asked.</returns>
    bool TryFind(SqlValue[] keys, [NotNullWhen(true)] out IReadOnlyList<Row>? rows);

    /// <summary>Asks the table. Questions may overlap. One that cannot be answered has its error in its answer.</summary>
    /// <param name="answers">As long as <paramref name="keys"/>; filled by position.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled: the rule stops.</exception>
    ValueTask FindAsync(ReadOnlyMemory<SqlValue[]> keys, Memory<TableAnswer> answers, CancellationToken cancellation);
}

/// <summary>The rows that match, or why the table gave none.</summary>
public readonly record struct TableAnswer(IReadOnlyList<Row>? Rows, SqlException? Error);
