using System.Text;
using System.Threading.Channels;

namespace CompiledRules.Connectors.Tests;

/// <summary>Writes down what a source gives: rows and messages as text, <c>|</c> at the end, <c>! message</c> for a lost connection.</summary>
internal sealed class Recorder : IObserver<SourceRow>, IObserver<SourceMessage>
{
    private readonly Lock _gate = new();
    private readonly List<string> _entries = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<string> _arrivals = Channel.CreateUnbounded<string>();

    public SqlObject? Metadata { get; private set; }

    public string Text
    {
        get
        {
            lock (_gate)
                return string.Join(" ", _entries);
        }
    }

    /// <summary>What a source gives that ends by itself.</summary>
    public static string Record(SourceConnector source)
    {
        var recorder = new Recorder();
        using var subscription = recorder.SubscribeTo(source);
        recorder._ended.Task.WaitAsync(TimeSpan.FromSeconds(30)).GetAwaiter().GetResult();
        return recorder.Text;
    }

    public IDisposable SubscribeTo(SourceConnector source) => source switch
    {
        SourceConnector.Messages messages => messages.Source.Subscribe(this),
        SourceConnector.Rows rows => rows.Source.Subscribe(this),
        _ => throw new InvalidOperationException("No such source"),
    };

    /// <summary>Waits for the entry after the one that was last waited for.</summary>
    public Task<string> NextAsync() => _arrivals.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    public void OnNext(SourceRow value)
    {
        Metadata = value.Metadata;
        Add(SqlJson.ToText(value.Fields));
    }

    public void OnNext(SourceMessage value)
    {
        Metadata = value.Metadata;
        Add(Encoding.UTF8.GetString(value.Payload.Span));
    }

    public void OnError(Exception error)
    {
        Add($"! {error.Message}");
        _ended.TrySetResult();
    }

    public void OnCompleted()
    {
        Add("|");
        _ended.TrySetResult();
    }

    private void Add(string entry)
    {
        lock (_gate)
            _entries.Add(entry);
        _arrivals.Writer.TryWrite(entry);
    }
}
