using System.Text;

namespace CompiledRules.Connectors.Nop;

/// <summary>Takes messages and does nothing with them; with <c>log="true"</c> it writes them to the log.</summary>
public sealed class NopSink(ConnectorOptions options, ConnectorContext context) : ISink<ReadOnlyMemory<byte>>
{
    private readonly bool _log = options.GetBoolean("log", false);

    public ValueTask ConnectAsync(CancellationToken cancellation) => default;

    public ValueTask WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        if (_log)
            context.Log($"{context.Name}: {Encoding.UTF8.GetString(message.Span)}");
        return default;
    }

    public ValueTask DisposeAsync() => default;
}
