using System.Text;

namespace CompiledRules.Connectors.Log;

/// <summary>Writes each message to the log, with the rule's name.</summary>
public sealed class LogSink(ConnectorContext context) : ISink<ReadOnlyMemory<byte>>
{
    public ValueTask ConnectAsync(CancellationToken cancellation) => default;

    public ValueTask WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        context.Log($"{context.Name}: {Encoding.UTF8.GetString(message.Span)}");
        return default;
    }

    public ValueTask DisposeAsync() => default;
}
