using CompiledRules.Portable.Sdk;

namespace CompiledRules.Portable.TestPlugin;

internal static class Counter
{
    public static SqlValue Count(ReadOnlySpan<SqlValue> arguments, PluginFunctionContext context)
    {
        var key = arguments[0].AsString();
        var seen = context.GetState(key) is { IsInteger: true } before ? before.AsInteger() + 1 : 1;
        context.PutState(key, seen);
        return seen;
    }
}

internal static class Death
{
    public static long Once(long value)
    {
        var marker = $"dead{value}";
        if (File.Exists(marker))
            return value;

        File.WriteAllText(marker, "");
        Environment.FailFast("on purpose");
        return value;
    }
}

internal sealed class Ticks : IPluginSource
{
    private string _dataSource = "";

    public void Configure(string dataSource, SqlObject options) => _dataSource = dataSource;

    public async Task RunAsync(PluginEmitter emitter, CancellationToken cancellation)
    {
        for (var count = 1L; !cancellation.IsCancellationRequested; count++)
        {
            await emitter.EmitAsync(SqlObject.FromArrays(["count", "from"], [count, _dataSource]));
            await Task.Delay(1, cancellation);
        }
    }
}

internal sealed class Lines : IPluginSink
{
    private string _file = "";

    public void Configure(SqlObject options) =>
        _file = options["file"] is { IsString: true } file ? file.AsString() : throw new ArgumentException("the sink needs a file");

    public async Task CollectAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation)
    {
        if (data.Span.StartsWith("refuse"u8))
            throw new InvalidOperationException("refused");

        await File.AppendAllBytesAsync(_file, (byte[])[.. data.Span, (byte)'\n'], cancellation);
    }
}
