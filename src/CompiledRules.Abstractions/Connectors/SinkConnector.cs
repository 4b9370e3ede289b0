namespace CompiledRules;

/// <summary>A sink as the runtime holds it: one that takes encoded messages, or one that takes values.</summary>
public abstract record SinkConnector
{
    private SinkConnector()
    {
    }

    /// <param name="Sink">Takes encoded messages.</param>
    /// <param name="WrapsItself">Whether the sink compresses and encrypts by itself, such as a file as a whole, and is given messages that are neither.</param>
    public sealed record Encoded(ISink<ReadOnlyMemory<byte>> Sink, bool WrapsItself = false) : SinkConnector;

    /// <param name="Sink">Takes rows.</param>
    /// <param name="WrapsItself">Whether the sink compresses and encrypts what it makes of them. Nobody else can.</param>
    public sealed record Values(ISink<SqlValue> Sink, bool WrapsItself = false) : SinkConnector;
}
