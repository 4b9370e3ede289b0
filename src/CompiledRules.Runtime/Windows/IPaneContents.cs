using CompiledRules.State;

namespace CompiledRules.Runtime.Windows;

/// <summary>What overlapping windows keep: the rows between two ends form a pane, and a window is made of the panes it covers.</summary>
public interface IPaneContents<TRow> : IStateful
{
    /// <param name="timestamp">Of all of the rows.</param>
    void Add(ReadOnlySpan<TRow> rows, long timestamp);

    /// <summary>Hands on all panes kept, the open one included.</summary>
    void Emit(WindowRange range);

    /// <summary>Closes the open pane and forgets the rows before <paramref name="dropBefore"/>, which no later window covers.</summary>
    void EndPane(long dropBefore);
}
