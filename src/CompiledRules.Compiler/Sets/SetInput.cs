using CompiledRules.Runtime.Matching;

namespace CompiledRules.Compiler.Sets;

/// <summary>Where rows enter a set: the rules that are compiled together, then those that run by themselves.</summary>
internal sealed class SetInput<TIn, TOut>(RuleSetRun<TIn, TOut> together, IReadOnlyList<IBatchObserver<TIn>> alone, Action onCompleted) : IBatchObserver<TIn>
{
    public void OnNext(ReadOnlySpan<TIn> batch)
    {
        foreach (ref readonly var row in batch)
            together.OnRow(row);
        foreach (var rule in alone)
            rule.OnNext(batch);
    }

    public void OnError(Exception error)
    {
        foreach (var rule in alone)
            rule.OnError(error);
    }

    public void OnCompleted()
    {
        foreach (var rule in alone)
            rule.OnCompleted();
        if (alone.Count == 0)
            onCompleted();
    }
}
