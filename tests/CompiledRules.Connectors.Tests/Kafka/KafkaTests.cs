using System.Buffers;
using System.Text;
using CompiledRules.Connectors.Kafka;
using Confluent.Kafka;
using static CompiledRules.Connectors.Tests.Connecting;

namespace CompiledRules.Connectors.Tests.Kafka;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Parallelizable(ParallelScope.All)]
public sealed class KafkaTests
{
    private const int PartitionsOfTopic = 4;

    // A cluster inside the client, which takes connections on loopback like a real one.
    private static IProducer<Null, Null> s_cluster = null!;
    private static string s_brokers = "";

    private readonly string _topic = $"t-{TestContext.CurrentContext.Test.ID}";

    [OneTimeSetUp]
    public static void StartCluster()
    {
        var config = new ProducerConfig { BootstrapServers = "127.0.0.1:1" };
        config.Set("test.mock.num.brokers", "1");
        s_cluster = new ProducerBuilder<Null, Null>(config).SetLogHandler(static (_, _) => { }).Build();
        using var admin = new DependentAdminClientBuilder(s_cluster.Handle).Build();
        s_brokers = string.Join(',', admin.GetMetadata(TimeSpan.FromSeconds(30)).Brokers.Select(static broker => $"{broker.Host}:{broker.Port}"));
    }

    [OneTimeTearDown]
    public static void StopCluster() => s_cluster.Dispose();

    [Test]
    public async Task Messages_go_through_the_broker_with_key_and_headers()
    {
        await using var sink = Sink(("topic", "none"), ("key", "k"), ("headers", """{"unit":"C"}"""), ("requiredACKs", -1L), ("compression", "gzip"));
        await sink.WriteAsync("one"u8.ToArray(), new Dictionary<string, string> { ["topic"] = _topic }, default);
        await sink.WriteAsync("two"u8.ToArray(), new Dictionary<string, string> { ["topic"] = _topic, ["key"] = "other", ["headers"] = "{}" }, default);

        using var consumer = Look();
        var found = new List<string>();
        while (found.Count < 2)
        {
            var record = consumer.Consume(TimeSpan.FromSeconds(30));
            found.Add($"{record.Message.Key} {record.Message.Value} {string.Join(',', record.Message.Headers.Select(static header => $"{header.Key}={Encoding.UTF8.GetString(header.GetValueBytes())}"))}");
        }

        consumer.Close();
        Assert.That(found, Is.EquivalentTo(new[] { "k one unit=C", "other two " }));
    }

    [Test]
    public async Task Partition_is_read_from_its_start_and_again_from_a_position()
    {
        await using var sink = Sink(("topic", _topic), ("key", "k"));
        await Send(sink, "one", "two", "three");
        var partition = PartitionOf("one");
        var source = Source(("autoOffsetReset", "earliest"), ("partition", partition));
        var recorder = new Recorder();
        var position = new ArrayBufferWriter<byte>();
        using (source.Subscribe(new Marking(recorder, source, position, "two")))
            Assert.That($"{await recorder.NextAsync()} {await recorder.NextAsync()} {await recorder.NextAsync()}", Is.EqualTo("one two three"));
        Assert.That(recorder.Metadata!["offset"], Is.EqualTo(SqlValue.From(2L)));

        var again = Source(("partition", partition));
        again.Rewind(position.WrittenSpan);
        var later = new Recorder();
        using (again.Subscribe(later))
            Assert.That(await later.NextAsync(), Is.EqualTo("three"));
    }

    [Test]
    public async Task Group_goes_on_where_it_has_stopped()
    {
        await using var sink = Sink(("topic", _topic), ("key", "k"));
        await Send(sink, "one", "two");
        var source = Source(("groupID", _topic), ("autoOffsetReset", "earliest"), ("sessionTimeout", "4s"));
        using var status = new StatusLog(source);
        var first = new Recorder();
        using (source.Subscribe(first))
            Assert.That($"{await first.NextAsync()} {await first.NextAsync()}", Is.EqualTo("one two"));
        await status.UntilAsync(ConnectionState.Disconnected);

        await Send(sink, "three");
        var second = new Recorder();
        using (Source(("groupID", _topic), ("autoOffsetReset", "earliest"), ("sessionTimeout", "4s")).Subscribe(second))
            Assert.That(await second.NextAsync(), Is.EqualTo("three"));
    }

    [Test]
    public async Task Group_of_a_rule_with_checkpoints_goes_on_where_the_last_one_was_released()
    {
        await using var sink = Sink(("topic", _topic), ("key", "k"));
        await Send(sink, "one", "two", "three");
        var source = Source(("groupID", _topic), ("autoOffsetReset", "earliest"), ("sessionTimeout", "4s"));
        using var status = new StatusLog(source);
        var first = new Recorder();
        var position = new ArrayBufferWriter<byte>();
        using (source.Subscribe(new Marking(first, source, position, "one")))
        {
            Assert.That($"{await first.NextAsync()} {await first.NextAsync()} {await first.NextAsync()}", Is.EqualTo("one two three"));
            source.Release(position.WrittenSpan);
        }

        await status.UntilAsync(ConnectionState.Disconnected);

        var second = new Recorder();
        using (Source(("groupID", _topic), ("autoOffsetReset", "earliest"), ("sessionTimeout", "4s")).Subscribe(second))
            Assert.That($"{await second.NextAsync()} {await second.NextAsync()}", Is.EqualTo("two three"));
    }

    [Test]
    public async Task Absent_broker_is_told_with_its_address()
    {
        var recorder = new Recorder();
        using var subscription = Make("127.0.0.1:1").Subscribe(recorder);
        await using var sink = Sink(("topic", _topic), ("brokers", "127.0.0.1:1"));

        Assert.That(async () => await sink.WriteAsync("x"u8.ToArray(), default), Throws.InstanceOf<IOException>().With.Message.StartsWith("127.0.0.1:1: "));
        Assert.That(await recorder.NextAsync(), Does.StartWith("! 127.0.0.1:1: "));
    }

    [Test]
    public void Position_keeps_each_partition()
    {
        var position = new KafkaPosition();
        position.Set(3, 5_000_000_000);
        position.Set(1, 7);
        var output = new ArrayBufferWriter<byte>();
        position.Write(output);

        Assert.That(KafkaPosition.Read(output.WrittenSpan).Offsets, Is.EqualTo(new[] { KeyValuePair.Create(1, 7L), KeyValuePair.Create(3, 5_000_000_000L) }));
        Assert.That(static () => KafkaPosition.Read([2]), Throws.InstanceOf<SqlException>().With.Message.Contains("found a position of version 2"));
    }

    [TestCase("brokers", "", "it is required: hosts and ports with commas between them, such as 127.0.0.1:9092")]
    [TestCase("requiredACKs", "2", "found \"2\"; expected a whole number from -1 to 1")]
    [TestCase("saslAuthType", "kerberos", "found \"kerberos\"; expected one of none, plain, scram")]
    [TestCase("saslAuthType", "plain", "option 'saslUserName': it is required: the user's name")]
    [TestCase("compression", "brotli", "found \"brotli\"; expected one of none, gzip, snappy, lz4, zstd")]
    [TestCase("encryption", "des", "found \"des\"")]
    [TestCase("tpoic", "x", "there is no such option; did you mean 'topic'?")]
    public void Bad_option_of_the_sink_is_refused(string name, string value, string problem) =>
        Assert.That(() => Sink(("topic", "t"), (name, value)), Throws.InstanceOf<OptionException>().With.Message.Contains(problem));

    [TestCase("partition", "-1", "expected a whole number from 0")]
    [TestCase("autoOffsetReset", "first", "found \"first\"; expected one of latest, earliest")]
    [TestCase("DATASOURCE", "", "it is required: the topic to read")]
    public void Bad_option_of_the_source_is_refused(string name, string value, string problem) =>
        Assert.That(() => Source((name, value)), Throws.InstanceOf<OptionException>().With.Message.Contains(problem));

    // Messages of one key are in one partition.
    private SqlValue PartitionOf(string message)
    {
        using var consumer = Look();
        while (true)
        {
            if (consumer.Consume(TimeSpan.FromSeconds(30)) is { } record && record.Message.Value == message)
                return (long)record.Partition.Value;
        }
    }

    private IConsumer<string, string> Look()
    {
        var consumer = new ConsumerBuilder<string, string>(new ConsumerConfig { BootstrapServers = s_brokers, GroupId = "look" }).Build();
        consumer.Assign(Enumerable.Range(0, PartitionsOfTopic).Select(partition => new TopicPartitionOffset(_topic, partition, Offset.Beginning)));
        return consumer;
    }

    private KafkaSource Source(params (string Name, SqlValue Value)[] options) => Make(s_brokers, options);

    private KafkaSource Make(string brokers, params (string Name, SqlValue Value)[] options) => (KafkaSource)((SourceConnector.Messages)new ConnectorRegistry().AddKafka()
        .CreateSource("kafka", Values([("DATASOURCE", _topic), ("brokers", brokers), .. options]), new ConnectorContext("s", TimeProvider.System))).Source;

    private static IDynamicSink<ReadOnlyMemory<byte>> Sink(params (string Name, SqlValue Value)[] options) => (IDynamicSink<ReadOnlyMemory<byte>>)((SinkConnector.Encoded)new ConnectorRegistry().AddKafka()
        .CreateSink("kafka", Values([("brokers", s_brokers), .. options]), new ConnectorContext("s", TimeProvider.System))).Sink;

    private static async Task Send(ISink<ReadOnlyMemory<byte>> sink, params string[] messages)
    {
        foreach (var message in messages)
            await sink.WriteAsync(Encoding.UTF8.GetBytes(message), default);
    }

    /// <summary>Asks for the position inside each event, as the host does, and keeps the one behind a message.</summary>
    private sealed class Marking(Recorder recorder, IRewindable source, ArrayBufferWriter<byte> position, string message) : IObserver<SourceMessage>
    {
        public void OnNext(SourceMessage value)
        {
            var here = new ArrayBufferWriter<byte>();
            source.WritePosition(here);
            if (Encoding.UTF8.GetString(value.Payload.Span) == message)
                position.Write(here.WrittenSpan);
            recorder.OnNext(value);
        }

        public void OnError(Exception error) => recorder.OnError(error);

        public void OnCompleted() => recorder.OnCompleted();
    }
}
