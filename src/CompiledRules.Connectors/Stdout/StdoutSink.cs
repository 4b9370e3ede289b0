using System.Text;

namespace CompiledRules.Connectors.Stdout;

/// <summary>Writes each message as one line to the standard output, or to where the context says.</summary>
public sealed class StdoutSink(ConnectorContext context) : ISink<ReadOnlyMemory<byte>>
{
    public ValueTask ConnectAsync(CancellationToken cancellation) => default;

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation) =>
        await context.Output.WriteLineAsync(Encoding.UTF8.GetString(message.Span).AsMemory(), cancellation);

    public ValueTask DisposeAsync() => default;
}
