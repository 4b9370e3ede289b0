namespace CompiledRules.Portable.Sdk;

/// <summary>Brings rows in. One instance serves one stream.</summary>
public interface IPluginSource
{
    /// <summary>Takes the stream's options; what it throws goes to the user.</summary>
    /// <param name="dataSource">The stream's <c>DATASOURCE</c>, or empty.</param>
    void Configure(string dataSource, SqlObject options);

    /// <summary>Emits rows until it has no more, or <paramref name="cancellation"/> is signalled because the stream stops.</summary>
    Task RunAsync(PluginEmitter emitter, CancellationToken cancellation);
}

/// <summary>Takes data out. One instance serves one rule.</summary>
public interface IPluginSink
{
    /// <summary>Takes the sink's options; what it throws goes to the user.</summary>
    void Configure(SqlObject options);

    /// <summary>Takes one message; it counts as safe when the task ends. What it throws goes to the host as a refusal.</summary>
    /// <param name="data">Valid until the task ends.</param>
    Task CollectAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation);
}

/// <summary>Gives a source's rows to the host. One call at a time.</summary>
public abstract class PluginEmitter
{
    public abstract ValueTask EmitAsync(SqlObject message, SqlObject? metadata = null);

    /// <summary>Gives an error in place of a row.</summary>
    public abstract ValueTask EmitErrorAsync(string error);
}
