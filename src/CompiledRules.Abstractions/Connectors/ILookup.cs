using System.Collections.Immutable;

namespace CompiledRules;

/// <summary>A table outside the rule that lookup joins ask by key. One instance serves all rules that join the table; calls may overlap.</summary>
public interface ILookup : IAsyncDisposable
{
    ValueTask ConnectAsync(CancellationToken cancellation);

    /// <summary>Whether the rows are in memory, so that <see cref="FindAsync"/> has its answer when it returns. It is then called on the loop of the rule.</summary>
    bool AnswersAtOnce => false;

    /// <summary>Finds the rows for a batch of keys, so that a window of rows costs one round trip where the table allows it.</summary>
    /// <param name="keyColumns">The table's columns that the join compares.</param>
    /// <param name="keys">One value per key column, for each row that asks. A null never matches. Integer 1 and float 1 are the same key.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>For each of <paramref name="keys"/>, in order, the matching rows; empty where there are none.</returns>
    /// <exception cref="IOException">The table cannot be reached.</exception>
    ValueTask<IReadOnlyList<IReadOnlyList<SqlObject>>> FindAsync(
        ImmutableArray<string> keyColumns, IReadOnlyList<ImmutableArray<SqlValue>> keys, CancellationToken cancellation);
}
