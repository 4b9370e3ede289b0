using CompiledRules;

namespace Toolbox;

/// <summary>Appends each message to a file, as a line.</summary>
[SqlSink("lines")]
public sealed class LinesSink(ConnectorContext context) : ISink<ReadOnlyMemory<byte>>
{
    private static readonly byte[] s_lineEnd = "\n"u8.ToArray();

    private FileStream? _file;

    /// <summary>The file; relative to the script or the server's folder.</summary>
    public required string Path { get; init; }

    public ValueTask ConnectAsync(CancellationToken cancellation)
    {
        _file = new FileStream(context.ResolvePath(Path), FileMode.Append, FileAccess.Write, FileShare.Read);
        return ValueTask.CompletedTask;
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        await _file!.WriteAsync(message, cancellation).ConfigureAwait(false);
        await _file.WriteAsync(s_lineEnd, cancellation).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => _file?.DisposeAsync() ?? ValueTask.CompletedTask;
}
