using System.Buffers;
using CompiledRules.Formats.Delimited;

namespace CompiledRules.Connectors.Files;

/// <summary>Writes messages to a file, each at once: as lines, or as one JSON array that is well-formed at any moment. An existing file is continued.</summary>
/// <remarks>The path may follow the data; each path is a file of its own. See <see cref="FileSinkOptions"/> for when a file is closed and the next one begun.
/// A file that is compressed or encrypted is so as a whole; an existing one is put aside, and a JSON array has its end when the file is closed.</remarks>
internal sealed class FileSink(string path, FileSinkOptions options, ConnectorContext context) : IDynamicSink<ReadOnlyMemory<byte>>
{
    private readonly RollingFiles _files = new(options, context);

    /// <exception cref="OptionException">An option is missing or cannot be used.</exception>
    public static SinkConnector Create(ConnectorOptions options, ConnectorContext context)
    {
        var path = options.GetStringOrNull("path") ?? options.DataSource ?? options.RequireString("path", "the file to write");
        var file = FileSinkOptions.Read(options, context);
        return file.Type == FileType.Csv
            ? new SinkConnector.Values(new CsvFileSink(path, file, context), WrapsItself: true)
            : new SinkConnector.Encoded(new FileSink(path, file, context), WrapsItself: true);
    }

    public ValueTask ConnectAsync(CancellationToken cancellation)
    {
        _files.Check(path);
        return default;
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation) => Write(message, path);

    public ValueTask WriteAsync(ReadOnlyMemory<byte> message, IReadOnlyDictionary<string, string> properties, CancellationToken cancellation) =>
        Write(message, properties.GetValueOrDefault("path", path));

    public ValueTask DisposeAsync()
    {
        _files.Dispose();
        return default;
    }

    private ValueTask Write(ReadOnlyMemory<byte> message, string target)
    {
        _files.Open(target).Write(message.Span);
        return default;
    }
}

/// <summary>Writes rows to a CSV file, whose columns its first row decides unless <c>fields</c> names them.</summary>
internal sealed class CsvFileSink(string path, FileSinkOptions options, ConnectorContext context) : IDynamicSink<SqlValue>
{
    private readonly RollingFiles _files = new(options, context);
    private readonly ArrayBufferWriter<byte> _buffer = new();

    public ValueTask ConnectAsync(CancellationToken cancellation)
    {
        _files.Check(path);
        return default;
    }

    public ValueTask WriteAsync(SqlValue message, CancellationToken cancellation) => Write(message, path);

    public ValueTask WriteAsync(SqlValue message, IReadOnlyDictionary<string, string> properties, CancellationToken cancellation) =>
        Write(message, properties.GetValueOrDefault("path", path));

    public ValueTask DisposeAsync()
    {
        _files.Dispose();
        return default;
    }

    private ValueTask Write(SqlValue message, string target)
    {
        foreach (var row in message.Kind == SqlKind.Array ? message.AsArray() : [message])
        {
            var file = _files.Open(target);
            file.Encoder ??= new DelimitedRowEncoder(options.Delimiter, options.Fields, options.HasHeader && file.IsEmpty);
            _buffer.Clear();
            file.Encoder.Encode(row, _buffer);
            file.Write(_buffer.WrittenSpan);
        }

        return default;
    }
}
