using System.Threading.Channels;

namespace CompiledRules.Connectors.Tests;

/// <summary>Hears a connection's status and waits for one.</summary>
internal sealed class StatusLog : IObserver<ConnectionStatus>, IDisposable
{
    private readonly Channel<ConnectionStatus> _changes = Channel.CreateUnbounded<ConnectionStatus>();
    private readonly IDisposable _subscription;

    public StatusLog(IConnectionStatus connection)
    {
        _subscription = connection.StatusChanges.Subscribe(this);

        // The status before any connecting is no event of the test.
        _changes.Reader.TryRead(out _);
    }

    public async Task<ConnectionStatus> UntilAsync(ConnectionState state)
    {
        while (true)
        {
            var status = await _changes.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
            if (status.State == state)
                return status;
        }
    }

    public void OnNext(ConnectionStatus value) => _changes.Writer.TryWrite(value);

    public void OnError(Exception error) => _changes.Writer.TryComplete(error);

    public void OnCompleted() => _changes.Writer.TryComplete();

    public void Dispose() => _subscription.Dispose();
}
