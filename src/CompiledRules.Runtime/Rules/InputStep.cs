using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Rules;

/// <summary>Where a batch enters a rule.</summary>
public sealed class InputStep<TRow>(RuleContext context, IWindowObserver<TRow> next, Action onCompleted) : IBatchObserver<TRow>
{
    public void OnNext(ReadOnlySpan<TRow> batch) => next.OnWindow(batch, default);

    public void OnError(Exception error) => context.Report(error, null);

    public void OnCompleted() => onCompleted();
}
