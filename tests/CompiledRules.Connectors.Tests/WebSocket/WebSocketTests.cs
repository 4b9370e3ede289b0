using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using CompiledRules.Connectors.Tests.Http;
using static CompiledRules.Connectors.Tests.Connecting;

namespace CompiledRules.Connectors.Tests.WebSocket;

public sealed class WebSocketTests
{
    private static readonly ConnectorContext s_context = new("rule", TimeProvider.System);

    [Test]
    public async Task Source_gives_whole_messages_and_tells_of_the_end()
    {
        await using var server = await HttpServer.StartAsync(static async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await socket.SendAsync("on"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: false, default);
            await socket.SendAsync("e"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, default);
            await socket.SendAsync("two"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, default);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);
        });
        var text = Recorder.Record(Source("websocket", s_context, ("addr", Address(server)), ("DATASOURCE", "/feed")));
        Assert.That(text, Is.EqualTo($"one two ! ws://{Address(server)}/feed: the server has closed the connection"));
    }

    [Test]
    public async Task Sink_connects_again_after_a_loss()
    {
        var received = Channel.CreateUnbounded<string>();
        await using var server = await HttpServer.StartAsync(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            var buffer = new byte[100];
            var message = await socket.ReceiveAsync(buffer, default);
            received.Writer.TryWrite(Encoding.UTF8.GetString(buffer, 0, message.Count));
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
        });
        await using var sink = ((SinkConnector.Encoded)Sink("websocket", s_context, ("addr", Address(server)), ("path", "/in"))).Sink;
        await sink.WriteAsync("one"u8.ToArray(), default);
        Assert.That(await received.Reader.ReadAsync(), Is.EqualTo("one"));

        // The loss is noticed some time later; what is sent before goes nowhere or is refused.
        var next = received.Reader.ReadAsync().AsTask();
        while (!next.IsCompleted)
        {
            await Swallow<IOException>(async () => await sink.WriteAsync("two"u8.ToArray(), default));
            await Task.WhenAny(next, Task.Delay(1));
        }

        Assert.That(await next, Is.EqualTo("two"));
    }

    [Test]
    public async Task Unreachable_server_is_an_io_error_with_its_address()
    {
        var server = await HttpServer.StartAsync(static _ => Task.CompletedTask);
        var address = Address(server);
        await server.DisposeAsync();
        await using var sink = ((SinkConnector.Encoded)Sink("websocket", s_context, ("addr", address))).Sink;
        Assert.That(async () => await sink.WriteAsync("x"u8.ToArray(), default), Throws.InstanceOf<IOException>().With.Message.Contains(address));
        Assert.That(Recorder.Record(Source("websocket", s_context, ("addr", address))), Does.StartWith($"! ws://{address}/"));
    }

    [Test]
    public void Address_is_required() => Assert.That(
        () => Source("websocket", s_context), Throws.InstanceOf<OptionException>().With.Message.Contains("it is required: the host and port to connect to"));

    private static async Task Swallow<TException>(Func<Task> action)
        where TException : Exception
    {
        try
        {
            await action();
        }
        catch (TException)
        {
            // Expected now and then.
        }
    }

    private static string Address(HttpServer server) => new Uri(server.Url).Authority;
}
