namespace CompiledRules.Runtime.Rules;

/// <summary>A rule over an observable: every subscription starts a run of its own.</summary>
/// <param name="run">Makes the run that feeds an observer.</param>
public sealed class RowRuleObservable<TIn, TOut>(IObservable<TIn> source, Func<IObserver<TOut>, IObserver<TIn>> run) : IObservable<TOut>
{
    public IDisposable Subscribe(IObserver<TOut> observer) => source.Subscribe(run(observer));
}
