namespace CompiledRules;

/// <summary>A sink as the runtime holds it: one that takes encoded messages, or one that takes values.</summary>
public abstract record SinkConnector
{
    private SinkConnector()
    {
    }

    public sealed record Encoded(ISink<ReadOnlyMemory<byte>> Sink) : SinkConnector;

    public sealed record Values(ISink<SqlValue> Sink) : SinkConnector;
}
