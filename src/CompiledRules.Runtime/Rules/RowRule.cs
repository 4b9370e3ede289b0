namespace CompiledRules.Runtime.Rules;

/// <summary>One run of a rule that makes no or one row of each: what a class generated from SQL builds on.</summary>
/// <remarks>A row that fails is reported and passed over; what the observer of the results throws is not caught.</remarks>
/// <param name="output">Takes the results, on the thread that calls <see cref="OnNext"/>.</param>
public abstract class RowRule<TIn, TOut>(IObserver<TOut> output, RuleContext context) : IObserver<TIn>
{
    protected IObserver<TOut> Output { get; } = output;

    protected RuleContext Context { get; } = context;

    public abstract void OnNext(TIn value);

    public void OnError(Exception error) => Output.OnError(error);

    public void OnCompleted() => Output.OnCompleted();

    /// <summary>Reports the row in hand.</summary>
    protected void Fail(Exception exception, TIn row) => Context.Report(exception, row);
}
