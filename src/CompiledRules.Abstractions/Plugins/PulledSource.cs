namespace CompiledRules.Plugins;

/// <summary>Asks an <see cref="IPullSource{T}"/> at its times and hands on what it gives.</summary>
/// <param name="interval">Zero asks once.</param>
internal sealed class PulledSource<T>(IPullSource<T> source, TimeSpan interval, TimeProvider time) : ISource<T>, IDisposable
{
    public IDisposable Subscribe(IObserver<T> observer) => new Subscription(source, interval, time, observer);

    public void Dispose() => (source as IDisposable)?.Dispose();

    private sealed class Subscription : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();

        public Subscription(IPullSource<T> source, TimeSpan interval, TimeProvider time, IObserver<T> observer) =>
            _ = RunAsync(source, interval, time, observer, _stop.Token);

        public void Dispose() => _stop.Cancel();

        private static async Task RunAsync(IPullSource<T> source, TimeSpan interval, TimeProvider time, IObserver<T> observer, CancellationToken cancellation)
        {
            try
            {
                await PullAllAsync(source, interval, time, observer, cancellation).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever a plugin throws is a lost connection, of which the observer is told.
            catch (Exception error)
#pragma warning restore CA1031
            {
                if (!cancellation.IsCancellationRequested)
                    observer.OnError(error);
                return;
            }

            if (!cancellation.IsCancellationRequested)
                observer.OnCompleted();
        }

        private static async Task PullAllAsync(IPullSource<T> source, TimeSpan interval, TimeProvider time, IObserver<T> observer, CancellationToken cancellation)
        {
            // Not on the thread that subscribes, which may hold what the first row waits for.
            await Task.Yield();
            var due = time.GetUtcNow();
            while (!cancellation.IsCancellationRequested)
            {
                await foreach (var item in source.PullAsync(due, cancellation).ConfigureAwait(false))
                    observer.OnNext(item);
                if (interval == TimeSpan.Zero)
                    return;

                due += interval;
                var now = time.GetUtcNow();
                if (due < now)
                    due += interval * Math.Ceiling((now - due) / interval);
                if (due > now)
                    await Task.Delay(due - now, time, cancellation).ConfigureAwait(false);
            }
        }
    }
}
