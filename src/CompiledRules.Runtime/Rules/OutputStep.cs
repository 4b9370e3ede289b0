using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Rules;

/// <summary>Where results leave a rule.</summary>
/// <param name="isRows">Whether each row is a result of its own.</param>
public sealed class OutputStep<TOut>(bool isRows, IRuleOutput<TOut> output) : IWindowObserver<TOut>
{
    public void OnWindow(ReadOnlySpan<TOut> rows, WindowRange range)
    {
        if (!isRows)
            output.OnCollection(rows);
        else if (!rows.IsEmpty)
            output.OnRows(rows);
    }
}
