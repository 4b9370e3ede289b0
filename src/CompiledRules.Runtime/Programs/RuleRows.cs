using System.ComponentModel;
using System.Runtime.InteropServices;

namespace CompiledRules.Runtime.Programs;

/// <summary>What an application gives a rule to read.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class RuleRows
{
    private RuleRows()
    {
    }

    /// <param name="input">The index of the input in the rule.</param>
    public static RuleRows Of<TIn>(int input, IObservable<TIn> rows) => new Pushed<TIn>(input, rows);

    /// <param name="input">The index of the input in the rule.</param>
    public static RuleRows Of<TIn>(int input, IAsyncEnumerable<TIn> rows) => new Pulled<TIn>(input, rows);

    /// <summary>The rows of a table, which are there before the first row of a stream.</summary>
    /// <param name="input">The index of the input in the rule.</param>
    public static RuleRows Of<TIn>(int input, IEnumerable<TIn> rows) => new Table<TIn>(input, rows);

    internal virtual bool IsTable => false;

    /// <summary>Sends rows into a run from now on.</summary>
    /// <param name="onError">Called where the rows end by a failure.</param>
    internal virtual IDisposable Subscribe<TOut>(ApplicationRun<TOut> run, Action<Exception> onError) =>
        throw new InvalidOperationException("Rows that are pulled are not subscribed to");

    /// <summary>Sends all rows into a run, one after the other.</summary>
    /// <param name="whenTaken">Waited for behind each row.</param>
    internal virtual Task PumpAsync<TOut>(ApplicationRun<TOut> run, Func<Task> whenTaken, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("Rows that are pushed are not pulled");

    private sealed class Pushed<TIn>(int input, IObservable<TIn> rows) : RuleRows
    {
        internal override IDisposable Subscribe<TOut>(ApplicationRun<TOut> run, Action<Exception> onError) => rows.Subscribe(new Entry<TIn>(run.Input<TIn>(input), onError));
    }

    private sealed class Table<TIn>(int input, IEnumerable<TIn> rows) : RuleRows
    {
        internal override bool IsTable => true;

        internal override IDisposable Subscribe<TOut>(ApplicationRun<TOut> run, Action<Exception> onError)
        {
            var all = rows.ToArray();
            if (all.Length > 0)
                run.Input<TIn>(input).OnNext(all);
            return System.Reactive.Disposables.Disposable.Empty;
        }
    }

    private sealed class Pulled<TIn>(int input, IAsyncEnumerable<TIn> rows) : RuleRows
    {
        internal override async Task PumpAsync<TOut>(ApplicationRun<TOut> run, Func<Task> whenTaken, CancellationToken cancellationToken)
        {
            var observer = run.Input<TIn>(input);
            await foreach (var row in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                observer.OnNext([row]);
                await whenTaken().ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
            }

            observer.OnCompleted();
        }
    }

    private sealed class Entry<TIn>(IBatchObserver<TIn> input, Action<Exception> onError) : IObserver<TIn>
    {
        public void OnNext(TIn value) => input.OnNext(MemoryMarshal.CreateReadOnlySpan(ref value, 1));

        public void OnError(Exception error) => onError(error);

        public void OnCompleted() => input.OnCompleted();
    }
}
