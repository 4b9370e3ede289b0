using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CompiledRules.Broker;
using CompiledRules.Connectors.Mqtt;
using CompiledRules.Connectors.Tests.Servers;
using Microsoft.Extensions.Time.Testing;
using static CompiledRules.Connectors.Tests.Connecting;

namespace CompiledRules.Connectors.Tests.Mqtt;

public sealed class MqttTests
{
    private static readonly ConnectorRegistry s_registry = new ConnectorRegistry().AddMqtt();

    [TestCase("3.1.1", 0)]
    [TestCase("3.1.1", 2)]
    [TestCase("5", 1)]
    public async Task Messages_go_through_the_broker(string version, long qos)
    {
        await using var broker = await EmbeddedBroker.StartAsync();
        var recorder = new Recorder();
        var source = Source(TimeProvider.System, ("DATASOURCE", "rooms/+"), ("server", broker.Server), ("protocolVersion", version), ("qos", qos));
        using var status = new StatusLog(source);
        using var subscription = source.Subscribe(recorder);
        await status.UntilAsync(ConnectionState.Connected);

        await using var sink = Sink(TimeProvider.System, ("topic", "rooms/lab"), ("server", broker.Server), ("protocolVersion", version), ("qos", qos));
        await sink.ConnectAsync(default);
        await sink.WriteAsync("one"u8.ToArray(), default);
        await sink.WriteAsync("two"u8.ToArray(), default);

        Assert.That($"{await recorder.NextAsync()} {await recorder.NextAsync()}", Is.EqualTo("one two"));
        Assert.That(recorder.Metadata!["topic"].AsString(), Is.EqualTo("rooms/lab"));
        Assert.That(recorder.Metadata["qos"], Is.EqualTo(SqlValue.From(qos)));
    }

    [Test]
    public async Task Source_connects_again_when_the_broker_comes_back()
    {
        var time = new FakeTimeProvider();
        var broker = await EmbeddedBroker.StartAsync();
        var recorder = new Recorder();
        var source = Source(time, ("DATASOURCE", "a"), ("server", broker.Server));
        using var status = new StatusLog(source);
        using var subscription = source.Subscribe(recorder);
        await status.UntilAsync(ConnectionState.Connected);
        await broker.DisposeAsync();
        await status.UntilAsync(ConnectionState.Disconnected);

        time.Advance(TimeSpan.FromSeconds(1));
        var refused = await status.UntilAsync(ConnectionState.Disconnected);
        Assert.That(refused.Error, Does.StartWith(broker.Server));

        await using var again = await EmbeddedBroker.StartAsync(new BrokerOptions { Port = broker.Port });
        time.Advance(TimeSpan.FromSeconds(2));
        await status.UntilAsync(ConnectionState.Connected);
        await again.PublishAsync("a", "back"u8.ToArray());
        Assert.That(await recorder.NextAsync(), Is.EqualTo("back"));
    }

    [Test]
    public async Task Sink_refuses_messages_while_the_broker_is_away_and_connects_again()
    {
        var time = new FakeTimeProvider();
        var broker = await EmbeddedBroker.StartAsync();
        await using var sink = Sink(time, ("topic", "a"), ("server", broker.Server), ("qos", 1L));
        using var status = new StatusLog(sink);
        await sink.ConnectAsync(default);
        await status.UntilAsync(ConnectionState.Connected);
        await broker.DisposeAsync();
        await status.UntilAsync(ConnectionState.Disconnected);
        Assert.That(async () => await sink.WriteAsync("x"u8.ToArray(), default), Throws.InstanceOf<IOException>().With.Message.Contains(broker.Server));

        await using var again = await EmbeddedBroker.StartAsync(new BrokerOptions { Port = broker.Port });
        time.Advance(TimeSpan.FromSeconds(1));
        await status.UntilAsync(ConnectionState.Connected);
        Assert.That(async () => await sink.WriteAsync("x"u8.ToArray(), default), Throws.Nothing);
    }

    [Test]
    public async Task Retained_message_waits_for_the_source_and_topic_follows_the_data()
    {
        await using var broker = await EmbeddedBroker.StartAsync();
        await using var sink = Sink(TimeProvider.System, ("topic", "rooms/{{.room}}"), ("server", broker.Server), ("qos", 1L), ("retained", true));
        await sink.ConnectAsync(default);
        await sink.WriteAsync("kept"u8.ToArray(), new Dictionary<string, string> { ["topic"] = "rooms/hall" }, default);

        var recorder = new Recorder();
        using var subscription = Source(TimeProvider.System, ("DATASOURCE", "rooms/#"), ("server", broker.Server)).Subscribe(recorder);
        Assert.That(await recorder.NextAsync(), Is.EqualTo("kept"));
        Assert.That(recorder.Metadata!["topic"].AsString(), Is.EqualTo("rooms/hall"));
    }

    [Test]
    public async Task User_properties_arrive_with_mqtt_5()
    {
        await using var broker = await EmbeddedBroker.StartAsync();
        var recorder = new Recorder();
        var source = Source(TimeProvider.System, ("DATASOURCE", "a"), ("server", broker.Server), ("protocolVersion", "5"));
        using var status = new StatusLog(source);
        using var subscription = source.Subscribe(recorder);
        await status.UntilAsync(ConnectionState.Connected);
        await using var sink = Sink(TimeProvider.System, ("topic", "a"), ("server", broker.Server), ("protocolVersion", "5"), ("properties", SqlJson.Parse("""{"unit":"C"}""")));
        await sink.ConnectAsync(default);
        await sink.WriteAsync("1"u8.ToArray(), default);
        await recorder.NextAsync();
        Assert.That(recorder.Metadata!["properties"].AsObject()["unit"].AsString(), Is.EqualTo("C"));
    }

    [Test]
    public async Task Wrong_password_is_told_by_the_status()
    {
        await using var broker = await EmbeddedBroker.StartAsync(new BrokerOptions { Username = "u", Password = "right" });
        await using var wrong = Sink(new FakeTimeProvider(), ("topic", "a"), ("server", broker.Server), ("username", "u"), ("password", "wrong"));
        await wrong.ConnectAsync(default);
        Assert.That(wrong.Status.State, Is.EqualTo(ConnectionState.Disconnected));
        Assert.That(wrong.Status.Error, Does.Contain("BadUserNameOrPassword"));

        await using var right = Sink(new FakeTimeProvider(), ("topic", "a"), ("server", broker.Server), ("username", "u"), ("password", "right"));
        await right.ConnectAsync(default);
        Assert.That(right.Status.State, Is.EqualTo(ConnectionState.Connected));
    }

    [Test]
    public async Task Tls_with_a_root_of_its_own()
    {
        using var folder = new TemporaryFolder();
        using var certificate = MakeCertificate();
        folder.Write("root.pem", certificate.ExportCertificatePem());
        await using var broker = await EmbeddedBroker.StartAsync(new BrokerOptions { Certificate = certificate });

        var options = Values([("topic", "a"), ("server", broker.Server), ("rootCaPath", "root.pem")]);
        await using var trusting = (MqttSink)((SinkConnector.Encoded)s_registry.CreateSink("mqtt", options, folder.Context())).Sink;
        await trusting.ConnectAsync(default);
        Assert.That(trusting.Status, Is.EqualTo(new ConnectionStatus(ConnectionState.Connected)));

        await using var distrusting = Sink(new FakeTimeProvider(), ("topic", "a"), ("server", broker.Server));
        await distrusting.ConnectAsync(default);
        Assert.That(distrusting.Status.State, Is.EqualTo(ConnectionState.Disconnected));
    }

    [Test]
    public async Task End_message_ends_the_stream()
    {
        await using var broker = await EmbeddedBroker.StartAsync();
        await broker.PublishAsync("a", "END"u8.ToArray(), retain: true);
        var recorder = new Recorder();
        var eof = Convert.ToBase64String(Encoding.UTF8.GetBytes("END"));
        using var subscription = Source(TimeProvider.System, ("DATASOURCE", "a"), ("server", broker.Server), ("eofMessage", eof)).Subscribe(recorder);
        Assert.That(await recorder.NextAsync(), Is.EqualTo("|"));
    }

    [TestCase("server", "htp://x", "found \"htp://x\"; expected an address such as tcp://host:1883, ssl://host:8883 or ws://host/path")]
    [TestCase("qos", "3", "found \"3\"; expected a whole number from 0 to 2")]
    [TestCase("protocolVersion", "6", "found \"6\"; expected one of 3.1, 3.1.1, 5")]
    [TestCase("password", "x", "it is required where a password is given")]
    [TestCase("enableClientSession", "true", "it is required with enableClientSession")]
    [TestCase("certificationPath", "absent.pem", "the file cannot be read")]
    [TestCase("rootCARaw", "!", "expected the base64 form of a PEM text")]
    [TestCase("eofMessage", "!", "expected the base64 form of the payload that ends the stream")]
    [TestCase("srver", "tcp://x", "there is no such option; did you mean 'server'?")]
    public void Bad_option_is_refused(string name, string value, string problem) => Assert.That(
        () => Source(TimeProvider.System, ("DATASOURCE", "a"), (name, value)),
        Throws.InstanceOf<OptionException>().With.Message.Contains(problem));

    [Test]
    public void Topic_is_required_and_has_no_wildcard_in_a_sink()
    {
        Assert.That(() => Source(TimeProvider.System), Throws.InstanceOf<OptionException>().With.Message.Contains("it is required: the topic to subscribe to"));
        Assert.That(() => Sink(TimeProvider.System, ("topic", "a/#")), Throws.InstanceOf<OptionException>().With.Message.Contains("expected a topic without + and #"));
    }

    [TestCase("3.1.1")]
    [TestCase("5")]
    public async Task Streams_and_sinks_of_one_selector_share_a_connection(string version)
    {
        await using var broker = await EmbeddedBroker.StartAsync();
        (string, SqlValue)[] shared = [("server", broker.Server), ("connectionSelector", "plant"), ("clientid", "plant"), ("protocolVersion", version), ("qos", 1L)];
        var (one, two, three) = (new Recorder(), new Recorder(), new Recorder());
        var first = Source(TimeProvider.System, [("DATASOURCE", "rooms/+"), .. shared]);
        using var status = new StatusLog(first);
        var subscription = first.Subscribe(one);
        await status.UntilAsync(ConnectionState.Connected);
        using var second = Source(TimeProvider.System, [("DATASOURCE", "halls/#"), .. shared]).Subscribe(two);
        using var third = Source(TimeProvider.System, [("DATASOURCE", "rooms/+"), .. shared]).Subscribe(three);
        await using var sink = Sink(TimeProvider.System, [("topic", "rooms/lab"), .. shared]);
        await sink.ConnectAsync(default);

        // Were there two connections of one client id, the broker would end the first.
        await UntilHeard(() => broker.PublishAsync("halls/a/b", "b"u8.ToArray()), two, "b");
        await UntilHeard(() => sink.WriteAsync("a"u8.ToArray(), default).AsTask(), three, "a");
        Assert.That(await one.NextAsync(), Is.EqualTo("a"));
        Assert.That((first.Status.State, sink.Status.State), Is.EqualTo((ConnectionState.Connected, ConnectionState.Connected)));

        subscription.Dispose();
        await UntilHeard(() => sink.WriteAsync("c"u8.ToArray(), default).AsTask(), three, "c");
        Assert.That(one.Text, Does.Not.Contain("c"));
    }

    [Test]
    public async Task Shared_connection_subscribes_again_for_all_after_a_loss()
    {
        var time = new FakeTimeProvider();
        var broker = await EmbeddedBroker.StartAsync();
        (string, SqlValue)[] shared = [("server", broker.Server), ("connectionSelector", "plant")];
        var (one, two) = (new Recorder(), new Recorder());
        var source = Source(time, [("DATASOURCE", "a"), .. shared]);
        using var status = new StatusLog(source);
        using var first = source.Subscribe(one);
        await status.UntilAsync(ConnectionState.Connected);
        using var second = Source(time, [("DATASOURCE", "b"), .. shared]).Subscribe(two);
        await broker.DisposeAsync();
        await status.UntilAsync(ConnectionState.Disconnected);

        await using var again = await EmbeddedBroker.StartAsync(new BrokerOptions { Port = broker.Port });
        time.Advance(TimeSpan.FromSeconds(1));
        await status.UntilAsync(ConnectionState.Connected);
        await again.PublishAsync("a", "x"u8.ToArray());
        await again.PublishAsync("b", "y"u8.ToArray());
        Assert.That($"{await one.NextAsync()} {await two.NextAsync()}", Is.EqualTo("x y"));
    }

    [Test]
    public async Task Members_of_a_group_share_the_messages_of_a_topic()
    {
        var program = ServerProcess.Require("mosquitto", "mosquitto");
        using var folder = new TemporaryFolder();
        var port = ServerProcess.FreePort();
        folder.Write("mosquitto.conf", $"listener {port} 127.0.0.1\nallow_anonymous true\n");
        ServerProcess.GiveAway(folder.Path);
        using var server = ServerProcess.Start(program, port, "-c", folder.File("mosquitto.conf"));
        var (one, two) = (new Recorder(), new Recorder());
        foreach (var recorder in new[] { one, two })
        {
            var source = Source(TimeProvider.System, ("DATASOURCE", "$share/group/rooms/+"), ("server", $"tcp://127.0.0.1:{port}"), ("protocolVersion", "5"));
            using var status = new StatusLog(source);
            source.Subscribe(recorder);
            await status.UntilAsync(ConnectionState.Connected);
        }

        await using var sink = Sink(TimeProvider.System, ("topic", "rooms/lab"), ("server", $"tcp://127.0.0.1:{port}"), ("qos", 1L));
        await sink.ConnectAsync(default);
        for (var i = 0; i < 4; i++)
            await sink.WriteAsync("m"u8.ToArray(), default);
        Assert.That($"{await one.NextAsync()} {await one.NextAsync()} {await two.NextAsync()} {await two.NextAsync()}", Is.EqualTo("m m m m"));
    }

    private static async Task UntilHeard(Func<Task> send, Recorder recorder, string message)
    {
        var heard = recorder.NextAsync();
        while (!heard.IsCompleted)
        {
            await send();
            await Task.WhenAny(heard, Task.Delay(10));
        }

        while (await heard != message)
            heard = recorder.NextAsync();
    }

    private static MqttSource Source(TimeProvider time, params (string Name, SqlValue Value)[] options) =>
        (MqttSource)((SourceConnector.Messages)s_registry.CreateSource("mqtt", Values(options), new ConnectorContext("test", time))).Source;

    private static MqttSink Sink(TimeProvider time, params (string Name, SqlValue Value)[] options) =>
        (MqttSink)((SinkConnector.Encoded)s_registry.CreateSink("mqtt", Values(options), new ConnectorContext("test", time))).Sink;

    private static X509Certificate2 MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
    }
}
