using CompiledRules.Connectors;
using CompiledRules.Formats;

namespace CompiledRules.Hosting.Tests;

/// <summary>What stands between a rule and a sink that is slow, away, or refuses messages.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SinkDeliveryTests : IDisposable
{
    private readonly Bench _bench = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("compiledrules-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Test]
    public async Task Rows_are_gathered_until_the_batch_is_full()
    {
        var rule = _bench.Open(null, ("sendSingle", false), ("batchSize", 3L));
        await rule.ConnectAsync();
        Give(1, 7);
        _bench.Source.End();
        await rule.Completion;

        Assert.That(_bench.Sink.Messages, Is.EqualTo(["""[{"a":1},{"a":2},{"a":3}]""", """[{"a":4},{"a":5},{"a":6}]""", """[{"a":7}]"""]));
    }

    [Test]
    public async Task The_first_row_of_a_batch_does_not_wait_longer_than_it_may()
    {
        await using var rule = _bench.Open(null, ("sendSingle", false), ("batchSize", 100L), ("lingerInterval", "2s"));
        await rule.ConnectAsync();
        Give(1, 2);
        Bench.Until(() =>
        {
            _bench.Time.Advance(TimeSpan.FromMilliseconds(100));
            return !_bench.Sink.Messages.IsEmpty;
        });

        Assert.That(_bench.Sink.Messages.Single(), Is.EqualTo("""[{"a":1},{"a":2}]"""));
    }

    [Test]
    public async Task An_absent_sink_gets_what_waited_in_memory_and_on_disk_in_order()
    {
        var rule = Open(("memoryCacheThreshold", 3L), ("bufferPageSize", 4L));
        await rule.ConnectAsync();
        _bench.Sink.Go(ConnectionState.Disconnected);
        Give(1, 50);
        Bench.Until(() => rule.Counters.RowsOut == 50);
        Assert.That(Pages(), Is.GreaterThan(5));

        _bench.Sink.Go(ConnectionState.Connected);
        _bench.Source.End();
        await rule.Completion;

        Assert.That(_bench.Sink.Messages, Is.EqualTo(Rows(1, 50)));
        Assert.That((rule.LostCount, Pages()), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task What_the_limit_drops_is_the_oldest_page_and_is_counted()
    {
        var rule = Open(("memoryCacheThreshold", 1L), ("bufferPageSize", 5L), ("maxDiskCache", 10L));
        await rule.ConnectAsync();
        _bench.Sink.Go(ConnectionState.Disconnected);
        Give(1, 1);
        Bench.Until(() => rule.Sinks[0].IsAway);
        Give(2, 36);
        Bench.Until(() => rule.Counters.RowsOut == 36);
        _bench.Sink.Go(ConnectionState.Connected);
        _bench.Source.End();
        await rule.Completion;

        // One is being written, one waits, and of the others the last two pages are there.
        Assert.That(_bench.Sink.Messages, Is.EqualTo(Rows(1, 2).Concat(Rows(23, 36))).Or.EqualTo(Rows(1, 2).Concat(Rows(28, 36))));
        Assert.That(rule.LostCount, Is.EqualTo(36 - _bench.Sink.Messages.Count));
    }

    [Test]
    public async Task What_is_left_at_a_stop_is_sent_first_by_the_next_run()
    {
        await StopWithRowsLeftAsync(30, ("memoryCacheThreshold", 3L), ("bufferPageSize", 4L));

        _bench.Sink.Go(ConnectionState.Connected);
        var next = Open(("memoryCacheThreshold", 3L), ("bufferPageSize", 4L));
        await next.ConnectAsync();
        Give(31, 35);
        _bench.Source.End();
        await next.Completion;

        Assert.That(_bench.Sink.Messages, Is.EqualTo(Rows(1, 35)));
        Assert.That(Pages(), Is.Zero);
    }

    [Test]
    public async Task A_cache_that_is_cleaned_at_a_stop_keeps_nothing()
    {
        var lost = await StopWithRowsLeftAsync(30, ("memoryCacheThreshold", 3L), ("bufferPageSize", 4L), ("cleanCacheAtStop", true));

        Assert.That((Pages(), lost), Is.EqualTo((0, 29)));
    }

    [Test]
    public async Task What_is_refused_goes_to_the_sink_of_dead_letters()
    {
        var letters = new Bench.TakenSink { Refused = "nothing" };
        var host = new RuleHost(
            new ConnectorRegistry().AddSource("given", (_, _) => _bench.Source).AddSink("taken", (_, _) => _bench.Sink).AddSink("letters", (_, _) => letters),
            FormatRegistry.CreateDefault(),
            new ConnectorContext("test", _bench.Time) { Log = static _ => { } });
        var single = KeyValuePair.Create("sendSingle", (SqlValue)true);
        var rule = host.Open(new RuleSettings(
            "r",
            new PassingRule(),
            [new StreamSettings("demo", "given", [], RowSchema.Schemaless)],
            [new SinkSettings("out", "taken", [single]), new SinkSettings("dead", "letters", [single, KeyValuePair.Create("deadLetter", (SqlValue)true)])],
            new RunningRuleOptions()));
        await rule.ConnectAsync();
        _bench.Source.Give("""{"a": """, """{"a": 13}""", """{"a": "refuse"}""", """{"a": 1}""");
        Bench.Until(() => letters.Messages.Count == 3 && !_bench.Sink.Messages.IsEmpty);
        await rule.StopAsync();

        Assert.That(_bench.Sink.Messages, Is.EqualTo(["""{"a":1}"""]));
        Assert.That(letters.Messages.ElementAt(0), Does.Match("""^\{"data":"\{\\"a\\": ","error":"stream demo: the message is not valid JSON.*","rule":"r","stage":"decode"\}$"""));
        Assert.That(letters.Messages.Skip(1), Is.EqualTo([
            """{"data":{"a":13},"error":"13 is unlucky","rule":"r","stage":"evaluate"}""",
            """{"data":{"a":"refuse"},"error":"no such message","rule":"r","stage":"sink out"}""",
        ]));
    }

    private async Task<long> StopWithRowsLeftAsync(int count, params (string Name, SqlValue Value)[] options)
    {
        var rule = Open(options);
        await rule.ConnectAsync();
        _bench.Sink.Go(ConnectionState.Disconnected);
        Give(1, count);
        Bench.Until(() => rule.Counters.RowsOut == count && rule.Sinks[0].IsAway);
        var stop = rule.StopAsync();
        Bench.Until(() =>
        {
            _bench.Time.Advance(TimeSpan.FromSeconds(1));
            return stop.IsCompleted;
        });
        await stop;
        return rule.LostCount;
    }

    private RunningRule Open(params (string Name, SqlValue Value)[] options) => new RuleHost(
        new ConnectorRegistry().AddSource("given", (_, _) => _bench.Source).AddSink("taken", (_, _) => _bench.Sink),
        FormatRegistry.CreateDefault(),
        new ConnectorContext("test", _bench.Time) { Log = static _ => { } }) { CacheDirectory = _folder.FullName }.Open(new RuleSettings(
            "r",
            new PassingRule(),
            [new StreamSettings("demo", "given", [], RowSchema.Schemaless)],
            [new SinkSettings("out", "taken", [
                KeyValuePair.Create("sendSingle", (SqlValue)true), KeyValuePair.Create("enableCache", (SqlValue)true), .. options.Select(static option => KeyValuePair.Create(option.Name, option.Value))])],
            new RunningRuleOptions()));

    private void Give(int first, int last) => _bench.Source.Give([.. Enumerable.Range(first, last - first + 1).Select(static n => $$"""{"a": {{n + (n >= 13 ? 1 : 0)}}}""")]);

    // The program does not like 13.
    private static IEnumerable<string> Rows(int first, int last) => Enumerable.Range(first, last - first + 1).Select(static n => $$"""{"a":{{n + (n >= 13 ? 1 : 0)}}}""");

    private int Pages() => _folder.EnumerateFiles("*.page", SearchOption.AllDirectories).Count();
}
