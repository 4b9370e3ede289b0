using CompiledRules.Connectors.Redis;
using CompiledRules.Connectors.Tests.Servers;
using StackExchange.Redis;
using static CompiledRules.Connectors.Tests.Connecting;

namespace CompiledRules.Connectors.Tests.Redis;

public sealed class RedisTests
{
    private ServerProcess? _server;
    private ConnectionMultiplexer _client = null!;

    private string Address => $"127.0.0.1:{_server!.Port}";

    private IDatabase Database => _client.GetDatabase(2);

    [OneTimeSetUp]
    public async Task Start()
    {
        var program = ServerProcess.Require("redis-server", "redis-server");
        var port = ServerProcess.FreePort();
        _server = ServerProcess.Start(program, port, "--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", "/");
        _client = await ConnectionMultiplexer.ConnectAsync($"{Address},abortConnect=false,allowAdmin=true");
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _client?.Dispose();
        _server?.Dispose();
    }

    [SetUp]
    public async Task Empty() => await Database.ExecuteAsync("FLUSHDB");

    [Test]
    public async Task Rows_are_found_by_their_key()
    {
        await Database.StringSetAsync("1", """{"id":1,"name":"lab"}""");
        await Database.StringSetAsync("2", """[{"name":"a"},{"name":"b"}]""");
        await using var lookup = Lookup();
        await lookup.ConnectAsync(default);
        Assert.That(await Find(lookup, 2L, 1.0, "none", SqlValue.Null, 1L), Is.EqualTo("a b | lab |  |  | lab"));
    }

    [Test]
    public async Task Items_of_a_list_are_rows()
    {
        await Database.ListRightPushAsync("x", ["""{"name":"a"}""", """{"name":"b"}"""]);
        await using var lookup = Lookup(("datatype", "list"));
        Assert.That(await Find(lookup, "x", "y"), Is.EqualTo("a b | "));
    }

    [Test]
    public async Task Other_keys_and_values_are_refused()
    {
        await Database.StringSetAsync("1", "[1]");
        await using var lookup = Lookup();
        Assert.That(async () => await lookup.FindAsync(["name"], [["a"]], default), Throws.InstanceOf<SqlException>().With.Message.EqualTo("found a join by name, a Redis table is asked by its key 'id' alone"));
        Assert.That(async () => await lookup.FindAsync(["id"], [["1"]], default), Throws.InstanceOf<SqlException>().With.Message.StartsWith("key '1': found"));
        await using var list = Lookup(("datatype", "list"));
        Assert.That(async () => await list.FindAsync(["id"], [["1"]], default), Throws.InstanceOf<SqlException>().With.Message.Contains("WRONGTYPE"));
    }

    [Test]
    public async Task Row_is_kept_under_its_key_until_it_expires()
    {
        await using var sink = Sink(("key", "last"), ("expiration", "1h"));
        await sink.WriteAsync(SqlJson.Parse("""{"a":1}"""), default);
        await sink.WriteAsync(SqlJson.Parse("""[{"a":2},{"a":3}]"""), default);
        Assert.That((await Database.StringGetAsync("last")).ToString(), Is.EqualTo("""{"a":3}"""));
        Assert.That((await Database.KeyTimeToLiveAsync("last"))!.Value.TotalMinutes, Is.InRange(59, 60));
    }

    [Test]
    public async Task Field_names_the_key_and_the_row_says_what_to_do()
    {
        await using var sink = Sink(("field", "id"), ("rowkindField", "action"));
        await sink.WriteAsync(SqlJson.Parse("""[{"id":1,"a":1},{"id":2,"a":2,"action":"insert"},{"id":1,"action":"delete"}]"""), default);
        Assert.That((await Database.StringGetAsync("2")).ToString(), Is.EqualTo("""{"a":2,"id":2}"""));
        Assert.That(await Database.KeyExistsAsync("1"), Is.False);
    }

    [Test]
    public async Task Each_field_may_have_a_key_of_its_own()
    {
        await using var sink = Sink(("keyType", "multiple"));
        await sink.WriteAsync(SqlJson.Parse("""{"a":1.5,"b":{"c":[1]}}"""), default);
        Assert.That($"{await Database.StringGetAsync("a")} {await Database.StringGetAsync("b")}", Is.EqualTo("""1.5 {"c":[1]}"""));
    }

    [Test]
    public async Task List_has_the_last_row_at_its_head()
    {
        await using var sink = Sink(("key", "{{.k}}"), ("dataType", "list"), ("expiration", "1h"), ("rowkindField", "action"));
        var properties = new Dictionary<string, string> { ["key"] = "log" };
        await sink.WriteAsync(SqlJson.Parse("""[{"a":1},{"a":2},{"a":3}]"""), properties, default);
        await sink.WriteAsync(SqlJson.Parse("""{"a":3,"action":"delete"}"""), properties, default);
        Assert.That(string.Join(' ', await Database.ListRangeAsync("log")), Is.EqualTo("""{"a":2} {"a":1}"""));
        Assert.That(await Database.KeyTimeToLiveAsync("log"), Is.Not.Null);
    }

    [Test]
    public async Task Row_that_cannot_be_written_is_refused_before_the_others()
    {
        await using var sink = Sink(("field", "id"));
        Assert.That(async () => await sink.WriteAsync(SqlJson.Parse("""[{"id":1},{"a":2}]"""), default), Throws.InstanceOf<SqlException>().With.Message.EqualTo("found no value in field 'id', which has the key of the row"));
        Assert.That(await Database.KeyExistsAsync("1"), Is.False);
    }

    [Test]
    public async Task Messages_go_through_channels_and_patterns()
    {
        var recorder = new Recorder();
        using var subscription = await Subscribe(recorder, ("channels", "one,rooms.*"));
        await using var sink = PublishSink(("channel", "one"));
        await sink.WriteAsync("a"u8.ToArray(), default);
        Assert.That(await recorder.NextAsync(), Is.EqualTo("a"));
        await sink.WriteAsync("b"u8.ToArray(), new Dictionary<string, string> { ["channel"] = "rooms.lab" }, default);
        Assert.That(await recorder.NextAsync(), Is.EqualTo("b"));
        Assert.That(recorder.Metadata!["channel"].AsString(), Is.EqualTo("rooms.lab"));
    }

    [Test]
    public async Task Server_that_was_away_is_used_again()
    {
        var recorder = new Recorder();
        var source = Source(("channels", "c"));
        using var status = new StatusLog(source);
        using var subscription = source.Subscribe(recorder);
        await status.UntilAsync(ConnectionState.Connected);
        await using var sink = PublishSink(("channel", "c"));
        await sink.ConnectAsync(default);
        await using var lookup = Lookup();
        await lookup.ConnectAsync(default);

        _server!.Stop();
        await status.UntilAsync(ConnectionState.Disconnected);
        Assert.That(async () => await sink.WriteAsync("lost"u8.ToArray(), default), Throws.InstanceOf<IOException>().With.Message.StartsWith(Address));
        Assert.That(async () => await lookup.FindAsync(["id"], [[1L]], default), Throws.InstanceOf<IOException>());

        _server.Restart();
        await status.UntilAsync(ConnectionState.Connected);
        await UntilHeard(sink, recorder);
    }

    [Test]
    public async Task Absent_server_is_told_with_its_address()
    {
        var recorder = new Recorder();
        using var subscription = Source(("channels", "c"), ("address", "127.0.0.1:1")).Subscribe(recorder);
        Assert.That(await recorder.NextAsync(), Does.StartWith("! 127.0.0.1:1: "));
    }

    [TestCase("redis", "addr", "", "it is required: host and port of the server, such as 127.0.0.1:6379")]
    [TestCase("redis", "key", "", "it is required: the key to write")]
    [TestCase("redis", "dataType", "hash", "found \"hash\"; expected one of string, list")]
    [TestCase("redis", "keyType", "many", "found \"many\"; expected one of single, multiple")]
    [TestCase("redis", "db", "16", "found \"16\"; expected a whole number from 0 to 15")]
    [TestCase("redisPub", "channel", "", "it is required: the channel to publish on")]
    public void Bad_option_of_a_sink_is_refused(string type, string name, string value, string problem) => Assert.That(
        () => new ConnectorRegistry().AddRedis().CreateSink(
            type, Values([("addr", "127.0.0.1:1"), type == "redis" ? ("key", "k") : ("channel", "c"), (name, value)]), new ConnectorContext("s", TimeProvider.System)),
        Throws.InstanceOf<OptionException>().With.Message.Contains(problem));

    private static async Task UntilHeard(ISink<ReadOnlyMemory<byte>> sink, Recorder recorder)
    {
        // The sink's connection and the subscription come back each in its own time.
        var heard = recorder.NextAsync();
        while (!heard.IsCompleted)
        {
            try
            {
                await sink.WriteAsync("back"u8.ToArray(), default);
            }
            catch (IOException)
            {
                // Not yet.
            }

            await Task.WhenAny(heard, Task.Delay(10));
        }

        Assert.That(await heard, Is.EqualTo("back"));
    }

    private async Task<IDisposable> Subscribe(Recorder recorder, params (string Name, SqlValue Value)[] options)
    {
        var source = Source(options);
        using var status = new StatusLog(source);
        var subscription = source.Subscribe(recorder);
        await status.UntilAsync(ConnectionState.Connected);
        return subscription;
    }

    private RedisSubscriptionSource Source(params (string Name, SqlValue Value)[] options) => (RedisSubscriptionSource)((SourceConnector.Messages)new ConnectorRegistry().AddRedis()
        .CreateSource("redisSub", Values([("address", Address), .. options]), new ConnectorContext("s", TimeProvider.System))).Source;

    private IDynamicSink<SqlValue> Sink(params (string Name, SqlValue Value)[] options) => (IDynamicSink<SqlValue>)((SinkConnector.Values)new ConnectorRegistry().AddRedis()
        .CreateSink("redis", Values([("addr", Address), ("db", 2L), .. options]), new ConnectorContext("s", TimeProvider.System))).Sink;

    private IDynamicSink<ReadOnlyMemory<byte>> PublishSink(params (string Name, SqlValue Value)[] options) => (IDynamicSink<ReadOnlyMemory<byte>>)((SinkConnector.Encoded)new ConnectorRegistry().AddRedis()
        .CreateSink("redisPub", Values([("address", Address), .. options]), new ConnectorContext("s", TimeProvider.System))).Sink;

    private ILookup Lookup(params (string Name, SqlValue Value)[] options) => new ConnectorRegistry().AddRedis()
        .CreateLookup("redis", Values([("addr", Address), ("DATASOURCE", "2"), ("KEY", "id"), .. options]), new ConnectorContext("s", TimeProvider.System));

    private static async Task<string> Find(ILookup table, params SqlValue[] keys)
    {
        var found = await table.FindAsync(["id"], [.. keys.Select(static key => System.Collections.Immutable.ImmutableArray.Create(key))], default);
        return string.Join(" | ", found.Select(static rows => string.Join(" ", rows.Select(static row => row["name"].AsString()))));
    }
}
