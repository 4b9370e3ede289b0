namespace CompiledRules.Connectors.Web;

/// <summary>What sinks have in common that others listen to: each message goes to all who are connected. Where nobody is, it is gone.</summary>
internal sealed class WebSink(WebListener listener, string path, Func<WebPath, IDisposable> attach, Func<WebPath, Audience> audience) : ISink<ReadOnlyMemory<byte>>
{
    private IDisposable? _attached;
    private Audience? _audience;

    public async ValueTask ConnectAsync(CancellationToken cancellation)
    {
        try
        {
            _attached ??= await listener.AttachAsync(
                path,
                under =>
                {
                    _audience = audience(under);
                    return attach(under);
                },
                cancellation).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw new IOException($"path {path}: {exception.Message}", exception);
        }
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        if (_attached is null)
            await ConnectAsync(cancellation).ConfigureAwait(false);
        if (_audience is { Count: > 0 } clients)
            clients.Send(message.ToArray());
    }

    public ValueTask DisposeAsync()
    {
        _attached?.Dispose();
        return default;
    }
}
