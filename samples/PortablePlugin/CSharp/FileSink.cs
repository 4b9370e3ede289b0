using CompiledRules;
using CompiledRules.Portable.Sdk;

namespace Meter;

/// <summary>Appends every message to the file named by option <c>path</c>.</summary>
internal sealed class FileSink : IPluginSink
{
    private string _path = "";

    public void Configure(SqlObject options) =>
        _path = options["path"] is { IsString: true } path ? path.AsString() : throw new ArgumentException("the sink needs a path");

    public async Task CollectAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation) =>
        await File.AppendAllBytesAsync(_path, (byte[])[.. data.Span, (byte)'\n'], cancellation);
}
