using System.Buffers;

namespace CompiledRules.Connectors.Tests;

/// <summary>Reads a source that can go back, and knows its position behind each event.</summary>
internal sealed class Rewinding : IObserver<SourceMessage>, IObserver<SourceRow>
{
    private readonly IRewindable _source;
    private readonly Recorder _recorder = new();

    private Rewinding(SourceConnector source, byte[]? position)
    {
        _source = source is SourceConnector.Messages messages ? (IRewindable)messages.Source : (IRewindable)((SourceConnector.Rows)source).Source;
        if (position is not null)
            _source.Rewind(position);
        Subscription = source is SourceConnector.Rows rows ? rows.Source.Subscribe(this) : ((SourceConnector.Messages)source).Source.Subscribe(this);
    }

    public IDisposable Subscription { get; }

    /// <summary>Behind each event, and at the end.</summary>
    public List<byte[]> Positions { get; } = [];

    /// <summary>What came, in order, and the end.</summary>
    public List<string> Entries { get; } = [];

    public string Text => string.Join(' ', Entries);

    public static Rewinding Start(SourceConnector source, byte[]? position = null) => new(source, position);

    /// <summary>All that a source gives that ends by itself.</summary>
    public static Rewinding Read(SourceConnector source, byte[]? position = null)
    {
        var reading = new Rewinding(source, position);
        while (reading.NextAsync().GetAwaiter().GetResult() is not ("|" or ['!', ..]))
        {
        }

        return reading;
    }

    public async Task<string> NextAsync()
    {
        var entry = await _recorder.NextAsync();
        Entries.Add(entry);
        return entry;
    }

    public void Release(byte[] position) => _source.Release(position);

    public void OnNext(SourceMessage value)
    {
        Mark();
        _recorder.OnNext(value);
    }

    public void OnNext(SourceRow value)
    {
        Mark();
        _recorder.OnNext(value);
    }

    public void OnError(Exception error) => _recorder.OnError(error);

    public void OnCompleted()
    {
        Mark();
        _recorder.OnCompleted();
    }

    private void Mark()
    {
        var position = new ArrayBufferWriter<byte>();
        _source.WritePosition(position);
        Positions.Add(position.WrittenSpan.ToArray());
    }
}
