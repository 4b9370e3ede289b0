namespace CompiledRules.Runtime.Windows;

/// <summary>Takes the windows of a rule, one at a time, on the rule's loop.</summary>
public interface IWindowObserver<TRow>
{
    /// <param name="rows">In arrival order, or by event time; possibly none. Valid only during the call.</param>
    void OnWindow(ReadOnlySpan<TRow> rows, WindowRange range);
}
