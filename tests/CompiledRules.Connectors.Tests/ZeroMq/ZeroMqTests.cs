using CompiledRules.Connectors.Tests.Servers;
using CompiledRules.Connectors.ZeroMq;
using static CompiledRules.Connectors.Tests.Connecting;

namespace CompiledRules.Connectors.Tests.ZeroMq;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ZeroMqTests
{
    private readonly string _server = $"tcp://127.0.0.1:{ServerProcess.FreePort()}";

    [Test]
    public async Task Subscriber_hears_the_topics_that_begin_as_asked()
    {
        await using var sink = Sink(("topic", "rooms/lab"));
        await sink.ConnectAsync(default);
        var recorder = new Recorder();
        using var subscription = Source(("DATASOURCE", "rooms/")).Subscribe(recorder);
        await UntilHeard(recorder, () => sink.WriteAsync("hello"u8.ToArray(), default), "hello");
        Assert.That(recorder.Metadata!["topic"].AsString(), Is.EqualTo("rooms/lab"));

        await sink.WriteAsync("no"u8.ToArray(), new Dictionary<string, string> { ["topic"] = "other" }, default);
        await sink.WriteAsync("yes"u8.ToArray(), new Dictionary<string, string> { ["topic"] = "rooms/hall" }, default);
        Assert.That(await UntilOther(recorder, "hello"), Is.EqualTo("yes"));
    }

    [Test]
    public async Task Message_without_a_topic_is_taken_whole_and_a_publisher_that_was_away_is_heard_again()
    {
        var sink = Sink();
        await sink.ConnectAsync(default);
        var recorder = new Recorder();
        using var subscription = Source().Subscribe(recorder);
        await UntilHeard(recorder, () => sink.WriteAsync("one"u8.ToArray(), default), "one");
        Assert.That(recorder.Metadata, Is.Null);
        await sink.DisposeAsync();

        await using var again = Sink();
        await UntilFree(again);
        await UntilHeard(recorder, () => again.WriteAsync("two"u8.ToArray(), default), "two");
    }

    [Test]
    public async Task Address_in_use_can_be_tried_again()
    {
        await using var sink = Sink();
        await sink.ConnectAsync(default);
        await using var other = Sink();
        Assert.That(async () => await other.ConnectAsync(default), Throws.InstanceOf<IOException>().With.Message.StartsWith(_server));
    }

    [TestCase("", "it is required: an address such as tcp://127.0.0.1:5563")]
    [TestCase("127.0.0.1:5563", "found \"127.0.0.1:5563\"; expected an address such as tcp://127.0.0.1:5563")]
    [TestCase("tcp://host", "found \"tcp://host\"; expected an address")]
    public void Bad_address_is_refused(string server, string problem)
    {
        Assert.That(() => Source(("server", server)), Throws.InstanceOf<OptionException>().With.Message.Contains(problem));
        Assert.That(() => Sink(("server", server)), Throws.InstanceOf<OptionException>().With.Message.Contains(problem));
    }

    private ISource<SourceMessage> Source(params (string Name, SqlValue Value)[] options) => ((SourceConnector.Messages)new ConnectorRegistry().AddZeroMq()
        .CreateSource("zmq", Values([("server", _server), .. options]), new ConnectorContext("s", TimeProvider.System))).Source;

    private IDynamicSink<ReadOnlyMemory<byte>> Sink(params (string Name, SqlValue Value)[] options) => (IDynamicSink<ReadOnlyMemory<byte>>)((SinkConnector.Encoded)new ConnectorRegistry().AddZeroMq()
        .CreateSink("zmq", Values([("server", _server), .. options]), new ConnectorContext("s", TimeProvider.System))).Sink;

    // The library gives up an address some time after the socket is disposed.
    private static async Task UntilFree(ISink<ReadOnlyMemory<byte>> sink)
    {
        while (true)
        {
            try
            {
                await sink.ConnectAsync(default);
                return;
            }
            catch (IOException)
            {
                await Task.Delay(10);
            }
        }
    }

    // A publisher does not know when a subscriber has come, and keeps nothing for it.
    private static async Task UntilHeard(Recorder recorder, Func<ValueTask> publish, string message)
    {
        var heard = UntilOther(recorder, message == "two" ? "one" : "");
        while (!heard.IsCompleted)
        {
            await publish();
            await Task.WhenAny(heard, Task.Delay(10));
        }

        Assert.That(await heard, Is.EqualTo(message));
    }

    private static async Task<string> UntilOther(Recorder recorder, string passedOver)
    {
        while (true)
        {
            if (await recorder.NextAsync() is var text && text != passedOver)
                return text;
        }
    }
}
