using CompiledRules.Runtime.Rules;

namespace CompiledRules.Runtime.Matching;

/// <summary>Takes what the rules of a set give.</summary>
/// <remarks>Calls never overlap and come on the thread that hands rows in. Spans, and rows of slots, are valid only during the call.</remarks>
public interface IRuleSetOutput<TOut>
{
    /// <summary>A row that is a result of each of these rules.</summary>
    /// <param name="rules">Indexes in the set; at least one, in no particular order.</param>
    void OnRow(ReadOnlySpan<int> rules, TOut row);

    /// <summary>The rows of one window, or of one event that was joined; possibly none.</summary>
    void OnCollection(int rule, ReadOnlySpan<TOut> rows);

    void OnError(int rule, RowError error);

    /// <summary>The stream has ended, and all rules have given what they held.</summary>
    void OnCompleted();
}
