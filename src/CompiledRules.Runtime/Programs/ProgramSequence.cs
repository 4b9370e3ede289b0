using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using CompiledRules.Runtime.Rules;

namespace CompiledRules.Runtime.Programs;

/// <summary>A rule over sequences that are pulled: every enumeration is a run of its own. The next row is asked for when the results of the one before are taken.</summary>
/// <param name="rows">In any order.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ProgramSequence<TOut>(RuleProgram<TOut> program, RunSettings settings, params RuleRows[] rows) : IAsyncEnumerable<TOut>
{
    public IAsyncEnumerator<TOut> GetAsyncEnumerator(CancellationToken cancellationToken = default) => RunAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);

    private async IAsyncEnumerable<TOut> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var output = new Output(settings.Errors);
        using var run = ApplicationRun<TOut>.Start(program, settings, output);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        foreach (var table in rows.Where(static part => part.IsTable))
            table.Subscribe(run, output.OnSourceError).Dispose();

        var pumps = Task.WhenAll(rows.Where(static part => !part.IsTable).Select(part => PumpAsync(part, run, output, stop.Token)));
        try
        {
            // Behind the last result at hand the sources may go on.
            for (; await output.Results.WaitToReadAsync(cancellationToken).ConfigureAwait(false); output.OnTaken())
            {
                while (output.Results.TryRead(out var result))
                    yield return result;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            output.Stop();
            await pumps.ConfigureAwait(false);
        }
    }

    private static async Task PumpAsync(RuleRows part, ApplicationRun<TOut> run, Output output, CancellationToken cancellationToken)
    {
        try
        {
            await part.PumpAsync(run, output.WhenTaken, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Nobody takes results any more.
        }
#pragma warning disable CA1031 // Whatever a source throws ends the sequence of results, in the caller's hands.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            output.OnSourceError(exception);
        }
    }

    private sealed class Output(Action<RowError> onError) : IRuleOutput<TOut>
    {
        private readonly Channel<TOut> _results = Channel.CreateUnbounded<TOut>();
        private readonly Lock _gate = new();
        private TaskCompletionSource? _waiting;
        private bool _isStopped;

        public ChannelReader<TOut> Results => _results.Reader;

        public void OnRows(ReadOnlySpan<TOut> rows)
        {
            foreach (var row in rows)
                _results.Writer.TryWrite(row);
        }

        public void OnCollection(ReadOnlySpan<TOut> rows) => OnRows(rows);

        public void OnError(RowError error) => onError(error);

        public void OnSourceError(Exception error) => _results.Writer.TryComplete(error);

        public void OnCompleted() => _results.Writer.TryComplete();

        public Task WhenTaken()
        {
            lock (_gate)
            {
                if (_isStopped || _results.Reader.Count == 0)
                    return Task.CompletedTask;

                _waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                return _waiting.Task;
            }
        }

        /// <summary>Nobody waits any more for results to be taken.</summary>
        public void Stop()
        {
            lock (_gate)
                _isStopped = true;
            OnTaken();
        }

        public void OnTaken()
        {
            lock (_gate)
            {
                _waiting?.TrySetResult();
                _waiting = null;
            }
        }
    }
}
