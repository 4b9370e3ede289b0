using System.Threading.Channels;

namespace CompiledRules.Extensions.Hosting.Tests;

/// <summary>What a sink of the application has been given.</summary>
internal sealed class Rows<T>
{
    private readonly Channel<T> _rows = Channel.CreateUnbounded<T>();

    public int Count => _rows.Reader.Count;

    public ValueTask TakeAsync(T row) => _rows.Writer.WriteAsync(row);

    /// <summary>The next row; fails the test when none comes.</summary>
    public async Task<T> NextAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await _rows.Reader.ReadAsync(patience.Token);
    }
}
