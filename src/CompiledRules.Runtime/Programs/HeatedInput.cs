namespace CompiledRules.Runtime.Programs;

/// <summary>The input of a run that may change over to a faster form before any batch.</summary>
internal sealed class HeatedInput<TIn, TOut>(RuleRun<TOut> run, int input) : IBatchObserver<TIn>
{
    private RunScope? _scope;
    private IBatchObserver<TIn>? _target;

    private IBatchObserver<TIn> Target
    {
        get
        {
            if (!ReferenceEquals(_scope, run.Scope))
                (_scope, _target) = (run.Scope, (IBatchObserver<TIn>)run.Scope.Inputs[input]!);
            return _target!;
        }
    }

    public void OnNext(ReadOnlySpan<TIn> batch)
    {
        run.Warm(batch.Length);
        Target.OnNext(batch);
    }

    public void OnError(Exception error) => Target.OnError(error);

    public void OnCompleted()
    {
        run.StayAsItIs();
        Target.OnCompleted();
    }
}
