using CompiledRules.Connectors.Memory;

namespace CompiledRules.Connectors.Tests.Memory;

public sealed class MemoryTests
{
    private static readonly ConnectorContext s_context = new("rule", TimeProvider.System);

    private readonly MemoryTopics _topics = new();

    [TestCase("a/b", "a/b", true)]
    [TestCase("a/b", "a/b/c", false)]
    [TestCase("a/+", "a/b", true)]
    [TestCase("a/+", "x/a/b", false)]
    [TestCase("a/+", "a/b/c", false)]
    [TestCase("+/b", "a/b", true)]
    [TestCase("a/#", "a/b/c", true)]
    [TestCase("a/#", "a", true)]
    [TestCase("a/#", "ab", false)]
    [TestCase("#", "a/b", true)]
    [TestCase("a/+/c", "a//c", true)]
    public void Wildcards_are_those_of_mqtt(string filter, string topic, bool expected)
    {
        Assert.That(TopicFilter.TryParse(filter, out var parsed), Is.True);
        Assert.That(parsed.Matches(topic), Is.EqualTo(expected));
    }

    [TestCase("a/#/b")]
    [TestCase("a+/b")]
    [TestCase("")]
    public void Misplaced_wildcard_is_refused(string filter) => Assert.That(
        () => Registry().CreateSource("memory", [new("DATASOURCE", filter)], s_context), Throws.InstanceOf<OptionException>());

    [Test]
    public async Task Rows_of_a_sink_reach_the_sources_of_its_topic()
    {
        var recorder = new Recorder();
        var subscription = recorder.SubscribeTo(Registry().CreateSource("memory", [new("DATASOURCE", "rooms/+")], s_context));
        await Write(("topic", "rooms/lab"), """[{"a":1},{"a":2}]""");
        await Write(("topic", "halls/lab"), """{"a":3}""");
        subscription.Dispose();
        await Write(("topic", "rooms/lab"), """{"a":4}""");

        Assert.That(recorder.Text, Is.EqualTo("""{"a":1} {"a":2}"""));
        Assert.That(recorder.Metadata!["topic"].AsString(), Is.EqualTo("rooms/lab"));
    }

    [Test]
    public async Task Topic_may_follow_the_data()
    {
        var recorder = new Recorder();
        using var subscription = recorder.SubscribeTo(Registry().CreateSource("memory", [new("DATASOURCE", "rooms/#")], s_context));
        var sink = (IDynamicSink<SqlValue>)((SinkConnector.Values)Registry().CreateSink("memory", [new("topic", "rooms/{{.room}}")], s_context)).Sink;
        await sink.WriteAsync(SqlJson.Parse("""{"a":1}"""), new Dictionary<string, string> { ["topic"] = "rooms/lab" }, default);
        Assert.That(recorder.Metadata!["topic"].AsString(), Is.EqualTo("rooms/lab"));
    }

    [Test]
    public async Task Table_follows_its_topic()
    {
        await using var table = Registry().CreateLookup("memory", [new("DATASOURCE", "rooms"), new("KEY", "id")], s_context);
        await table.ConnectAsync(default);
        await Write(("topic", "rooms"), """[{"id":1,"name":"lab"},{"id":2,"name":"hall"},{"id":1,"name":"wetlab"}]""");

        Assert.That(await Find(table, "id", 1L, 2.0, 3L, SqlValue.Null), Is.EqualTo("""[{"id":1,"name":"wetlab"}] [{"id":2,"name":"hall"}] [] []"""));
        Assert.That(await Find(table, "name", "hall"), Is.EqualTo("""[{"id":2,"name":"hall"}]"""));
    }

    [Test]
    public async Task Row_may_delete_from_the_table()
    {
        await using var table = Registry().CreateLookup("memory", [new("DATASOURCE", "rooms"), new("KEY", "id")], s_context);
        await table.ConnectAsync(default);
        var sink = ((SinkConnector.Values)Registry().CreateSink("memory", [new("topic", "rooms"), new("rowkindField", "do"), new("keyField", "id")], s_context)).Sink;
        await sink.WriteAsync(SqlJson.Parse("""[{"id":1,"do":"insert"},{"id":2,"do":"upsert"},{"id":1,"do":"delete"}]"""), default);

        Assert.That(await Find(table, "id", 1L, 2L), Is.EqualTo("""[] [{"do":"upsert","id":2}]"""));
        Assert.That(async () => await sink.WriteAsync(SqlJson.Parse("""{"do":"drop"}"""), default), Throws.InstanceOf<SqlException>());
    }

    private static async Task<string> Find(ILookup table, string column, params SqlValue[] keys)
    {
        var found = await table.FindAsync([column], [.. keys.Select(static key => System.Collections.Immutable.ImmutableArray.Create(key))], default);
        return string.Join(" ", found.Select(static rows => $"[{string.Join(",", rows.Select(static row => SqlJson.ToText(row)))}]"));
    }

    private ConnectorRegistry Registry() => new ConnectorRegistry().AddBuiltIn(_topics);

    private async Task Write((string Name, string Value) option, string json)
    {
        await using var sink = ((SinkConnector.Values)Registry().CreateSink("memory", [new(option.Name, option.Value)], s_context)).Sink;
        await sink.ConnectAsync(default);
        await sink.WriteAsync(SqlJson.Parse(json), default);
    }
}
