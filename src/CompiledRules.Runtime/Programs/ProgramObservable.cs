using System.ComponentModel;
using System.Reactive.Disposables;
using CompiledRules.Runtime.Rules;

namespace CompiledRules.Runtime.Programs;

/// <summary>A rule over observables: every subscription starts a run of its own.</summary>
/// <remarks>A source that fails ends the sequence; a row that fails does not.</remarks>
/// <param name="rows">In any order.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ProgramObservable<TOut>(RuleProgram<TOut> program, RunSettings settings, params RuleRows[] rows) : IObservable<TOut>
{
    public IDisposable Subscribe(IObserver<TOut> observer)
    {
        var output = new Output(observer, settings.Errors);
        var run = ApplicationRun<TOut>.Start(program, settings, output);
        var subscription = new CompositeDisposable(run);
        output.End = subscription.Dispose;
        foreach (var part in rows.OrderByDescending(static part => part.IsTable))
            subscription.Add(part.Subscribe(run, output.OnSourceError));
        return subscription;
    }

    private sealed class Output(IObserver<TOut> observer, Action<RowError> onError) : IRuleOutput<TOut>
    {
        private int _isEnded;

        public Action End { get; set; } = static () => { };

        public void OnRows(ReadOnlySpan<TOut> rows)
        {
            foreach (var row in rows)
                observer.OnNext(row);
        }

        public void OnCollection(ReadOnlySpan<TOut> rows) => OnRows(rows);

        public void OnError(RowError error) => onError(error);

        public void OnSourceError(Exception error)
        {
            if (Interlocked.Exchange(ref _isEnded, 1) != 0)
                return;

            End();
            observer.OnError(error);
        }

        public void OnCompleted()
        {
            if (Interlocked.Exchange(ref _isEnded, 1) != 0)
                return;

            observer.OnCompleted();
            End();
        }
    }
}
