using System.Collections.Immutable;
using CompiledRules.Connectors;
using CompiledRules.Formats;
using CompiledRules.Runtime.Rules;
using CompiledRules.State;
using Microsoft.Extensions.Time.Testing;

namespace CompiledRules.Hosting.Tests;

/// <summary>Rules that read one stream together.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SharedStreamTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _log = [];
    private int _opened;

    private Bench.GivenSource Source { get; } = new();

    [Test]
    public async Task One_connection_serves_all_rules_with_the_columns_that_each_wants()
    {
        var host = Host(out var sinks);
        var (first, second, third) = (Open(host, "1", ["a"]), Open(host, "2", ["b", "a"]), Open(host, "3", ["b"], wholeRow: true));
        foreach (var rule in new[] { first, second, third })
            await rule.ConnectAsync();

        Source.Give("""{"a": 1, "b": 2, "c": 3}""", """{"b": 4}""");
        Source.End();
        await Task.WhenAll(first.Completion, second.Completion, third.Completion);

        Assert.That((_opened, Source.Subscriptions), Is.EqualTo((1, 1)));
        Assert.That(sinks["1"].Messages, Is.EqualTo(["""{"c0":1}""", "{}"]));
        Assert.That(sinks["2"].Messages, Is.EqualTo(["""{"c0":2,"c1":1}""", """{"c0":4}"""]));
        Assert.That(sinks["3"].Messages, Is.EqualTo(["""{"c0":2,"c1":{"a":1,"b":2,"c":3}}""", """{"c0":4,"c1":{"b":4}}"""]));
    }

    [Test]
    public async Task Nothing_comes_before_all_rules_that_were_opened_are_connected()
    {
        var host = Host(out _);
        var (first, second) = (Open(host, "1", ["a"]), Open(host, "2", ["a"]));
        _ = first.ConnectAsync();
        Assert.That(Source.Subscriptions, Is.Zero);

        _ = second.ConnectAsync();
        Assert.That(Source.Subscriptions, Is.EqualTo(1));
        await first.DisposeAsync();
        await second.DisposeAsync();
    }

    [Test]
    public async Task A_rule_that_comes_later_hears_what_comes_later_also_of_columns_that_nobody_wanted()
    {
        var host = Host(out var sinks);
        await using var first = Open(host, "1", ["a"]);
        await first.ConnectAsync();
        Source.Give("""{"a": 1, "b": 2}""");
        Bench.Until(() => sinks["1"].Messages.Count == 1);

        await using var second = Open(host, "2", ["b"]);
        await second.ConnectAsync();
        Source.Give("""{"a": 3, "b": 4}""");
        Bench.Until(() => sinks["1"].Messages.Count == 2 && sinks["2"].Messages.Count == 1);

        Assert.That(sinks["2"].Messages, Is.EqualTo(["""{"c0":4}"""]));
        Assert.That(_opened, Is.EqualTo(1));
    }

    [Test]
    public async Task The_last_rule_closes_the_stream_and_the_next_one_opens_it_anew()
    {
        var host = Host(out var sinks);
        var first = Open(host, "1", ["a"]);
        await first.ConnectAsync();
        await first.StopAsync();

        await using var second = Open(host, "2", ["a"]);
        await second.ConnectAsync();
        Source.Give("""{"a": 1}""");
        Bench.Until(() => sinks["2"].Messages.Count == 1);

        Assert.That((_opened, Source.Subscriptions), Is.EqualTo((2, 2)));
    }

    [Test]
    public async Task Every_rule_is_told_of_what_cannot_be_read_and_of_a_lost_connection()
    {
        var host = Host(out _);
        await using var first = Open(host, "1", ["a"]);
        await using var second = Open(host, "2", ["a"]);
        _ = first.ConnectAsync();
        _ = second.ConnectAsync();
        Source.Give("""{"a": """);
        Bench.Until(() => first.ErrorCount == 1 && second.ErrorCount == 1);

        Source.Lose("away");
        Assert.That((first.Trouble, second.Trouble), Is.EqualTo(("stream demo (given): away", "stream demo (given): away")));
    }

    [Test]
    public async Task A_rule_with_qos_has_the_stream_to_itself()
    {
        var host = Host(out _);
        await using var first = Open(host, "1", ["a"]);
        await using var second = Open(host, "2", ["a"], new RunningRuleOptions { Delivery = Checkpoints.DeliveryGuarantee.AtLeastOnce });

        Assert.That(_opened, Is.EqualTo(2));
    }

    private static RunningRule Open(RuleHost host, string id, ImmutableArray<string> columns, RunningRuleOptions? options = null, bool wholeRow = false) => host.Open(new RuleSettings(
        id,
        new ColumnsRule(wholeRow ? new RowLayout(columns.Add(""), columns.Length) : new RowLayout(columns)),
        [new StreamSettings("demo", "given", [KeyValuePair.Create("SHARED", (SqlValue)"TRUE")], RowSchema.Schemaless)],
        [new SinkSettings("out", "taken" + id, [KeyValuePair.Create("sendSingle", (SqlValue)true)])],
        options ?? new RunningRuleOptions()));

    private RuleHost Host(out Dictionary<string, Bench.TakenSink> sinks)
    {
        var all = sinks = [];
        var registry = new ConnectorRegistry().AddSource("given", (_, _) =>
        {
            _opened++;
            return Source;
        });
        foreach (var id in new[] { "1", "2", "3" })
        {
            all[id] = new Bench.TakenSink();
            registry.AddSink("taken" + id, (_, _) => all[id]);
        }

        return new RuleHost(registry, FormatRegistry.CreateDefault(), new ConnectorContext("test", _time) { Log = _log.Add });
    }

    /// <summary>Gives the slots of each row as columns c0, c1 ….</summary>
    private sealed class ColumnsRule(RowLayout layout) : IRuleProgram
    {
        public ImmutableArray<RuleInput> Inputs { get; } = [new("demo", layout, false)];

        public OutputLayout Output { get; } = new([.. Enumerable.Range(0, layout.Width).Select(static slot => $"c{slot}")]);

        public bool KeepsInputRows => false;

        public IRuleRun Start(RuleStart start) => new Run(start.Output);

        private sealed class Run(IRuleOutput<Row> output) : IRuleRun, IBatchObserver<Row>
        {
            public void Open()
            {
            }

            public IBatchObserver<Row> InputOf(int input) => this;

            public void OnNext(ReadOnlySpan<Row> batch) => output.OnRows(batch);

            public void OnError(Exception error)
            {
            }

            public void OnCompleted() => output.OnCompleted();

            public void Save(IStateWriter writer)
            {
            }

            public void Load(IStateReader reader)
            {
            }
        }
    }
}
