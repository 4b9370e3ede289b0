using System.Text;

namespace CompiledRules.Connectors.Http;

/// <summary>Asks an address again and again: <c>TYPE="httppull", DATASOURCE="/path", url="http://host", interval="10s"</c>. Each answer is a message.</summary>
/// <remarks>
/// <c>incremental</c> passes over an answer that equals the one before. A request that fails is told by <see cref="Status"/> and in the log; the next one is made
/// at its time. Times are multiples of the interval from the start on; a slow answer passes over those it covers.
/// </remarks>
public sealed class HttpPullSource : ISource<SourceMessage>, IConnectionStatus
{
    private readonly HttpSettings _settings;
    private readonly ConnectorContext _context;
    private readonly Uri _address;
    private readonly HttpMethod _method;
    private readonly TimeSpan _interval;
    private readonly string? _body;
    private readonly string _bodyType;
    private readonly bool _isIncremental;
    private readonly ConnectionStatusFeed _status = new();

    /// <exception cref="OptionException">The address is missing, or an option cannot be used.</exception>
    public HttpPullSource(ConnectorOptions options, ConnectorContext context)
    {
        _context = context;
        _settings = HttpSettings.Read(options, context);
        _address = HttpSettings.ParseUrl(options, options.RequireString("url", "the address to ask, such as http://host:8080") + options.DataSource);
        _method = HttpSettings.ReadMethod(options, "GET");
        _interval = options.GetDuration("interval", TimeSpan.FromSeconds(10));
        _body = options.GetStringOrNull("body");
        _bodyType = options.GetChoice("bodyType", "json", "none", "json", "text", "html", "xml", "javascript", "form");
        _isIncremental = options.GetBoolean("incremental", false);
        if (_interval == TimeSpan.Zero)
            throw options.Error("interval", "found 0; expected a duration such as \"10s\"");
    }

    public ConnectionStatus Status => _status.Current;

    public IObservable<ConnectionStatus> StatusChanges => _status;

    public IDisposable Subscribe(IObserver<SourceMessage> observer)
    {
        var stop = new CancellationTokenSource();
        _ = Task.Run(() => RunAsync(observer, stop.Token), CancellationToken.None);
        return new Release(() =>
        {
            stop.Cancel();
            stop.Dispose();
        });
    }

    private async Task RunAsync(IObserver<SourceMessage> observer, CancellationToken stop)
    {
        using var client = _settings.CreateClient();
        var tokens = _settings.Login is { } login ? new HttpTokens(login, client, _settings, _context.Time) : null;
        byte[]? last = null;
        var due = _context.Time.GetUtcNow();
        while (!stop.IsCancellationRequested)
        {
            var answer = await TryPullAsync(client, tokens, stop).ConfigureAwait(false);
            if (answer is not null && !stop.IsCancellationRequested && !(_isIncremental && last.AsSpan().SequenceEqual(answer)))
                observer.OnNext(new SourceMessage(answer));
            last = answer ?? last;

            var now = _context.Time.GetUtcNow();
            while (due <= now)
                due += _interval;
            await Task.Delay(due - now, _context.Time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Null where there is no answer to hand on.
    private async Task<byte[]?> TryPullAsync(HttpClient client, HttpTokens? tokens, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(_method, _address);
        if (_body is not null && HttpSettings.MediaTypeOf(_bodyType) is { } mediaType)
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(_body)) { Headers = { ContentType = mediaType } };
        try
        {
            var answer = await HttpTokens.SendAsync(tokens, client, request, _settings.Headers, _settings, _context.Time, stop).ConfigureAwait(false);
            _status.Set(ConnectionState.Connected);
            return answer;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException or SqlException)
        {
            _status.Set(ConnectionState.Disconnected, exception.Message);
            _context.Log($"{_context.Name}: {exception.Message}");
            return null;
        }
    }
}
