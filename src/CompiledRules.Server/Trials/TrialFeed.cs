using System.Threading.Channels;

namespace CompiledRules.Server.Trials;

/// <summary>The results of one trial, for all who listen. The last ones are kept for who comes later. May be used from any thread.</summary>
internal sealed class TrialFeed
{
    private const int Kept = 256;

    private readonly Lock _gate = new();
    private readonly Queue<string> _recent = new();
    private readonly List<Channel<string>> _listeners = [];
    private bool _isCompleted;

    public void Publish(string message)
    {
        lock (_gate)
        {
            if (_recent.Count == Kept)
                _recent.Dequeue();
            _recent.Enqueue(message);
            foreach (var listener in _listeners)
                listener.Writer.TryWrite(message);
        }
    }

    /// <summary>Ends what listeners read.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _isCompleted = true;
            foreach (var listener in _listeners)
                listener.Writer.TryComplete();
        }
    }

    /// <summary>The results so far and those to come. A listener that is too slow misses the oldest.</summary>
    public async IAsyncEnumerable<string> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var channel = Channel.CreateBounded<string>(new BoundedChannelOptions(4 * Kept) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_gate)
        {
            foreach (var message in _recent)
                channel.Writer.TryWrite(message);
            if (_isCompleted)
                channel.Writer.TryComplete();
            else
                _listeners.Add(channel);
        }

        try
        {
            await foreach (var message in channel.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
                yield return message;
        }
        finally
        {
            lock (_gate)
                _listeners.Remove(channel);
        }
    }
}
