using System.IO.Compression;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using CompiledRules.Connectors.Web;
using static CompiledRules.Connectors.Tests.Connecting;

namespace CompiledRules.Connectors.Tests.Web;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class WebTests : IAsyncDisposable
{
    private readonly WebListener _listener = new(new WebListenerOptions { Address = IPAddress.Loopback, Port = 0, MaxMessageBytes = 1000 });
    private readonly HttpClient _client = new();

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _listener.DisposeAsync();
    }

    [Test]
    public async Task Body_of_a_request_is_a_message_of_every_stream_on_its_path()
    {
        var (one, two) = (new Recorder(), new Recorder());
        using var first = await Subscribe(one, "httppush", ("DATASOURCE", "/in"));
        using var second = await Subscribe(two, "httppush", ("DATASOURCE", "/in"), ("method", "put"));
        using var third = await Subscribe(two, "httppush", ("DATASOURCE", "/in"));

        Assert.That(await Send(HttpMethod.Post, "/in", "a"), Is.EqualTo("200 ok"));
        Assert.That(await Send(HttpMethod.Put, "/in", "b"), Is.EqualTo("200 ok"));
        Assert.That((one.Text, two.Text), Is.EqualTo(("a", "a b")));
    }

    [Test]
    public async Task Compressed_body_is_unpacked()
    {
        var recorder = new Recorder();
        using var subscription = await Subscribe(recorder, "httppush", ("DATASOURCE", "/in"));
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write("message"u8);

        using var content = new ByteArrayContent(packed.ToArray()) { Headers = { ContentEncoding = { "gzip" } } };
        await _client.PostAsync(new Uri(_listener.Address!, "/in"), content);
        Assert.That(await recorder.NextAsync(), Is.EqualTo("message"));
    }

    [Test]
    public async Task Other_paths_methods_and_sizes_are_refused()
    {
        using var subscription = await Subscribe(new Recorder(), "httppush", ("DATASOURCE", "/in"));

        Assert.That(await Send(HttpMethod.Post, "/other", "a"), Is.EqualTo("404 "));
        Assert.That(await Send(HttpMethod.Delete, "/in", "a"), Is.EqualTo("405 "));
        Assert.That(await Send(HttpMethod.Post, "/in", new string('a', 2000)), Is.EqualTo("413 "));
    }

    [Test]
    public async Task It_listens_while_somebody_needs_it_and_again_later()
    {
        var first = await Subscribe(new Recorder(), "httppush", ("DATASOURCE", "/in"));
        var address = _listener.Address!;
        first.Dispose();
        Assert.That(() => SpinWait.SpinUntil(() => _listener.Address is null, TimeSpan.FromSeconds(30)), Is.True);
        Assert.That(async () => await _client.PostAsync(new Uri(address, "/in"), null), Throws.InstanceOf<HttpRequestException>());

        await using var again = new WebListener(new WebListenerOptions { Address = IPAddress.Loopback, Port = address.Port });
        var recorder = new Recorder();
        using var second = await Subscribe(again, recorder, "httppush", ("DATASOURCE", "/in"));
        await _client.PostAsync(new Uri(address, "/in"), new StringContent("back"));
        Assert.That(await recorder.NextAsync(), Is.EqualTo("back"));
    }

    [Test]
    public async Task Address_in_use_is_a_lost_connection()
    {
        using var holder = await Subscribe(new Recorder(), "httppush", ("DATASOURCE", "/in"));
        await using var other = new WebListener(new WebListenerOptions { Address = IPAddress.Loopback, Port = _listener.Address!.Port });
        var recorder = new Recorder();
        using var subscription = Source(other, "httppush", ("DATASOURCE", "/in")).Subscribe(recorder);
        Assert.That(await recorder.NextAsync(), Does.StartWith("! path /in: Failed to bind to address"));

        await using var sink = Sink(other, "sse", ("endpoint", "/out"));
        Assert.That(async () => await sink.ConnectAsync(default), Throws.InstanceOf<IOException>().With.Message.StartsWith("path /out: "));
    }

    [Test]
    public async Task Clients_of_a_socket_send_messages_and_hear_those_of_the_sink()
    {
        var recorder = new Recorder();
        using var subscription = await Subscribe(recorder, "websocket", ("DATASOURCE", "/ws"));
        await using var sink = Sink(_listener, "websocket", ("path", "/ws"));
        await sink.ConnectAsync(default);
        using var one = await Dial("/ws");
        using var two = await Dial("/ws");

        await one.SendAsync("he"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: false, default);
        await one.SendAsync("llo"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, default);
        Assert.That(await recorder.NextAsync(), Is.EqualTo("hello"));
        await two.SendAsync("there"u8.ToArray(), WebSocketMessageType.Binary, endOfMessage: true, default);
        Assert.That(await recorder.NextAsync(), Is.EqualTo("there"));

        await sink.WriteAsync("result"u8.ToArray(), default);
        Assert.That($"{await Hear(one)} {await Hear(two)}", Is.EqualTo("result result"));
    }

    [Test]
    public async Task Our_own_client_connects_again_to_our_own_server()
    {
        var server = await Subscribe(new Recorder(), "websocket", ("DATASOURCE", "/ws"));
        var port = _listener.Address!.Port;
        await using var sink = Sink(_listener, "websocket", ("addr", $"127.0.0.1:{port}"), ("path", "/ws"));
        await sink.WriteAsync("one"u8.ToArray(), default);
        server.Dispose();
        await UntilAsync<IOException>(() => sink.WriteAsync("lost"u8.ToArray(), default));

        await using var again = new WebListener(new WebListenerOptions { Address = IPAddress.Loopback, Port = port });
        var recorder = new Recorder();
        using var subscription = await Subscribe(again, recorder, "websocket", ("DATASOURCE", "/ws"));
        await sink.WriteAsync("two"u8.ToArray(), default);
        Assert.That(await recorder.NextAsync(), Is.EqualTo("two"));
    }

    [Test]
    public async Task Socket_is_closed_when_its_stream_stops_or_its_message_is_too_large()
    {
        var subscription = await Subscribe(new Recorder(), "websocket", ("DATASOURCE", "/ws"));
        using var large = await Dial("/ws");
        await large.SendAsync(new byte[2000], WebSocketMessageType.Binary, endOfMessage: true, default);
        Assert.That(async () => (await large.ReceiveAsync(new byte[10], default)).CloseStatus, Is.EqualTo(WebSocketCloseStatus.MessageTooBig));

        using var quiet = await Dial("/ws");
        using var holder = await Subscribe(new Recorder(), "httppush", ("DATASOURCE", "/in"));
        subscription.Dispose();
        Assert.That(async () => (await quiet.ReceiveAsync(new byte[10], default)).MessageType, Is.EqualTo(WebSocketMessageType.Close));
    }

    [Test]
    public async Task Server_sent_events_reach_every_client()
    {
        await using var sink = Sink(_listener, "sse", ("endpoint", "/alerts"));
        await sink.ConnectAsync(default);
        await sink.WriteAsync("nobody hears it"u8.ToArray(), default);
        using var one = await Listen("/alerts");
        using var two = await Listen("/alerts");
        await sink.WriteAsync("a\nb"u8.ToArray(), default);
        await sink.WriteAsync("c"u8.ToArray(), default);

        foreach (var client in new[] { one, two })
        {
            var lines = new List<string?>();
            for (var i = 0; i < 5; i++)
                lines.Add(await client.ReadLineAsync());
            Assert.That(lines, Is.EqualTo(new[] { "data: a", "data: b", "", "data: c", "" }));
        }
    }

    [TestCase("httppush", "DATASOURCE", null, "it is required: the path to listen on, such as \"/readings\"")]
    [TestCase("httppush", "DATASOURCE", "in", "found \"in\"; expected a path such as \"/readings\"")]
    [TestCase("httppush", "method", "GET", "found \"GET\"; expected one of POST, PUT")]
    [TestCase("websocket", "DATASOURCE", "", "it is required: the path to listen on")]
    [TestCase("httppush", "metod", "PUT", "there is no such option; did you mean 'method'?")]
    public void Bad_option_of_a_source_is_refused(string type, string name, string? value, string problem) => Assert.That(
        () => Source(_listener, type, name == "DATASOURCE" ? [(name, value is null ? SqlValue.Null : value)] : [("DATASOURCE", "/in"), (name, value!)]),
        Throws.InstanceOf<OptionException>().With.Message.Contains(problem));

    [TestCase("sse", "path", "/a", "it is required: the path to listen on")]
    [TestCase("sse", "endpoint", "/a b", "found \"/a b\"; expected a path")]
    [TestCase("websocket", "path", "a", "found \"a\"; expected a path")]
    public void Bad_option_of_a_sink_is_refused(string type, string name, string value, string problem) => Assert.That(
        () => Sink(_listener, type, (name, value)), Throws.InstanceOf<OptionException>().With.Message.Contains(problem));

    private async Task<string> Send(HttpMethod method, string path, string body)
    {
        using var request = new HttpRequestMessage(method, new Uri(_listener.Address!, path)) { Content = new StringContent(body) };
        using var response = await _client.SendAsync(request);
        return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
    }

    private async Task<StreamReader> Listen(string path) => new(await _client.GetStreamAsync(new Uri(_listener.Address!, path)));

    private async Task<ClientWebSocket> Dial(string path)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{_listener.Address!.Port}{path}"), default);
        return socket;
    }

    private static async Task<string> Hear(ClientWebSocket socket)
    {
        var buffer = new byte[100];
        var message = await socket.ReceiveAsync(buffer, default);
        return Encoding.UTF8.GetString(buffer, 0, message.Count);
    }

    private Task<IDisposable> Subscribe(Recorder recorder, string type, params (string Name, SqlValue Value)[] options) => Subscribe(_listener, recorder, type, options);

    private static async Task<IDisposable> Subscribe(WebListener listener, Recorder recorder, string type, params (string Name, SqlValue Value)[] options)
    {
        var source = Source(listener, type, options);
        using var status = new StatusLog((IConnectionStatus)source);
        var subscription = source.Subscribe(recorder);
        await status.UntilAsync(ConnectionState.Connected);
        return subscription;
    }

    private static ISource<SourceMessage> Source(WebListener listener, string type, params (string Name, SqlValue Value)[] options) =>
        ((SourceConnector.Messages)Registry().AddWeb(listener).CreateSource(type, Values(options), new ConnectorContext("s", TimeProvider.System))).Source;

    private static ISink<ReadOnlyMemory<byte>> Sink(WebListener listener, string type, params (string Name, SqlValue Value)[] options) =>
        ((SinkConnector.Encoded)Registry().AddWeb(listener).CreateSink(type, Values(options), new ConnectorContext("s", TimeProvider.System))).Sink;

    private static async Task UntilAsync<TException>(Func<ValueTask> action)
        where TException : Exception
    {
        while (true)
        {
            try
            {
                await action();
                await Task.Yield();
            }
            catch (TException)
            {
                return;
            }
        }
    }
}
