namespace CompiledRules.Runtime.Rules;

/// <summary>Takes what a rule gives.</summary>
/// <remarks>Calls never overlap and come from the rule's loop. Spans are valid only during the call.</remarks>
public interface IRuleOutput<TOut>
{
    /// <summary>Rows that are a result each; at least one.</summary>
    void OnRows(ReadOnlySpan<TOut> rows);

    /// <summary>The rows of one window, or of one event that was joined; possibly none.</summary>
    void OnCollection(ReadOnlySpan<TOut> rows);

    void OnError(RowError error);

    /// <summary>A row that came after the watermark had passed its time; it takes no part in the rule.</summary>
    /// <param name="input">The input that it came from.</param>
    void OnLate(int input, Row row)
    {
    }

    /// <summary>All inputs have ended.</summary>
    void OnCompleted();
}
