using System.Collections.Concurrent;
using CompiledRules.Connectors;
using CompiledRules.Formats;
using CompiledRules.Hosting.Checkpoints;
using Microsoft.Extensions.Time.Testing;

namespace CompiledRules.Hosting.Tests;

/// <summary>A rule goes on behind its last checkpoint; what a crash is to it, is to be disposed without being stopped.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class CheckpointTests
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new();
    private readonly MemoryCheckpoints _store = new();
    private readonly ConcurrentQueue<string> _log = new();

    private TransactionSink Transactions { get; } = new();

    private NumberedSource Source { get; set; } = new();

    private Bench.TakenSink Sink { get; set; } = new();

    [Test]
    public async Task After_a_crash_the_state_goes_on_with_the_row_behind_it()
    {
        var rule = await StartAsync(DeliveryGuarantee.AtLeastOnce);
        Source.Give(3);
        await rule.CheckpointAsync();
        Source.Give(2);
        Bench.Until(() => Sink.Messages.Count == 5);
        await rule.DisposeAsync();

        await using var next = await StartAsync(DeliveryGuarantee.AtLeastOnce);
        Source.Give(3);
        Bench.Until(() => Sink.Messages.Count == 3);

        Assert.That(Sink.Messages, Is.EqualTo(["""{"a":4,"n":4}""", """{"a":5,"n":5}""", """{"a":6,"n":6}"""]));
    }

    [Test]
    public async Task Checkpoints_are_made_at_intervals_and_what_is_before_them_is_released()
    {
        await using var rule = await StartAsync(DeliveryGuarantee.AtLeastOnce);
        Source.Give(2);
        _time.Advance(s_interval);
        Bench.Until(() => Source.Released.Count == 1);
        Source.Give(1);
        _time.Advance(s_interval);
        Bench.Until(() => Source.Released.Count == 2);

        Assert.That(Source.Released, Is.EqualTo([3, 4]));
    }

    [Test]
    public async Task Nothing_is_kept_where_nothing_has_happened()
    {
        await using var rule = await StartAsync(DeliveryGuarantee.AtLeastOnce);
        Source.Give(1);
        Bench.Until(() => Sink.Messages.Count == 1);
        await rule.CheckpointAsync();
        await rule.CheckpointAsync();

        Assert.That(_store.SaveCount, Is.EqualTo(1));
    }

    [Test]
    public async Task Results_that_theSink_did_not_have_come_after_the_crash()
    {
        var rule = await StartAsync(DeliveryGuarantee.AtLeastOnce);
        Sink.Go(ConnectionState.Disconnected);
        Source.Give(3);
        await rule.CheckpointAsync();
        await rule.DisposeAsync();

        await using var next = await StartAsync(DeliveryGuarantee.AtLeastOnce);
        Source.Give(1);
        Bench.Until(() => Sink.Messages.Count == 4);

        Assert.That(Sink.Messages.Last(), Is.EqualTo("""{"a":4,"n":4}"""));
        Assert.That(Sink.Messages.First(), Is.EqualTo("""{"a":1,"n":1}"""));
    }

    [Test]
    public async Task A_stop_keeps_what_an_absentSink_could_not_be_given()
    {
        var rule = await StartAsync(DeliveryGuarantee.AtLeastOnce);
        Sink.Go(ConnectionState.Disconnected);
        Source.Give(3);
        Bench.Until(() => rule.Sinks[0].QueuedCount == 3);
        var stop = rule.StopAsync();
        Bench.Until(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return stop.IsCompleted;
        });

        await using var next = await StartAsync(DeliveryGuarantee.AtLeastOnce);
        Bench.Until(() => Sink.Messages.Count == 3);
        Assert.That(rule.LostCount, Is.Zero);
    }

    [Test]
    public async Task An_absentSink_holds_the_rule_up_rather_than_lose_results()
    {
        await using var rule = await StartAsync(DeliveryGuarantee.AtLeastOnce, ("bufferLength", 1L));
        Sink.Go(ConnectionState.Disconnected);
        Source.Give(5);
        Bench.Until(() => rule.Sinks[0].QueuedCount == 2);
        Sink.Go(ConnectionState.Connected);
        Bench.Until(() => Sink.Messages.Count == 5);

        Assert.That(rule.LostCount, Is.Zero);
    }

    [Test]
    public async Task Under_exactly_once_results_come_with_the_checkpoint_behind_them()
    {
        await using var rule = await StartAsync(DeliveryGuarantee.ExactlyOnce);
        Source.Give(2);
        Bench.Until(() => rule.Counters.RowsOut == 2);
        Assert.That(Transactions.Messages, Is.Empty);

        await rule.CheckpointAsync();
        Bench.Until(() => Transactions.Messages.Count == 2);
        Bench.Until(() => _store.FindResults().Count == 0);
    }

    [Test]
    public async Task Under_exactly_once_a_transaction_whose_answer_is_lost_is_not_written_twice()
    {
        Transactions.LosesAnswer = true;
        var rule = await StartAsync(DeliveryGuarantee.ExactlyOnce);
        Source.Give(2);
        await rule.CheckpointAsync();
        Bench.Until(() => Transactions.Messages.Count == 2);
        await rule.DisposeAsync();
        Assert.That(_store.FindResults(), Has.Count.EqualTo(1));

        await using var next = await StartAsync(DeliveryGuarantee.ExactlyOnce);
        Bench.Until(() => _store.FindResults().Count == 0);
        Source.Give(1);
        await next.CheckpointAsync();
        Bench.Until(() => Transactions.Messages.Count == 3);

        Assert.That(Transactions.Messages, Is.EqualTo(["""{"a":1,"n":1}""", """{"a":2,"n":2}""", """{"a":3,"n":3}"""]));
    }

    [Test]
    public async Task Under_exactly_once_allTransactions_wait_for_an_absentSink_in_their_order()
    {
        Transactions.IsAway = true;
        await using var rule = await StartAsync(DeliveryGuarantee.ExactlyOnce);
        for (var i = 0; i < 20; i++)
        {
            Source.Give(1);
            await rule.CheckpointAsync();
        }

        Assert.That(_store.FindResults(), Has.Count.EqualTo(20));
        Transactions.IsAway = false;
        Bench.Until(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return Transactions.Messages.Count == 20;
        });
        Assert.That(Transactions.Messages, Is.EqualTo(Enumerable.Range(1, 20).Select(static n => $$"""{"a":{{n}},"n":{{n}}}""")));
    }

    [Test]
    public async Task Results_of_a_checkpoint_that_could_not_be_kept_come_with_the_next_one()
    {
        await using var rule = await StartAsync(DeliveryGuarantee.ExactlyOnce);
        _store.IsFull = true;
        Source.Give(1);
        await rule.CheckpointAsync();
        Assert.That(_log.Last(), Is.EqualTo("rule r: its state could not be kept: no space left"));

        _store.IsFull = false;
        Source.Give(1);
        await rule.CheckpointAsync();
        Bench.Until(() => Transactions.Messages.Count == 2);
    }

    [Test]
    public async Task Under_exactly_once_the_end_of_the_stream_writes_what_is_left()
    {
        var rule = await StartAsync(DeliveryGuarantee.ExactlyOnce);
        Source.Give(2);
        Source.End();
        await rule.Completion;

        Assert.That(Transactions.Messages, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task The_state_of_another_plan_is_not_taken_up_but_the_place_in_the_stream_is()
    {
        var rule = await StartAsync(DeliveryGuarantee.AtLeastOnce);
        Source.Give(3);
        await rule.StopAsync();

        await using var next = await StartAsync(DeliveryGuarantee.AtLeastOnce, plan: "other");
        Source.Give(1);
        Bench.Until(() => Sink.Messages.Count == 1);
        Assert.That(Sink.Messages.Single(), Is.EqualTo("""{"a":4,"n":1}"""));
        Assert.That(next.LostState, Is.EqualTo("The statement has changed since the state was kept."));
    }

    [Test]
    public async Task Checkpoints_under_load_never_part_state_and_place()
    {
        for (var round = 0; round < 20; round++)
        {
            var rule = await StartAsync(DeliveryGuarantee.AtLeastOnce);
            var giving = Task.Run(() => Source.Give(2000));
            while (!giving.IsCompleted)
                await rule.CheckpointAsync();
            await giving;
            await rule.CheckpointAsync();
            await rule.DisposeAsync();
        }

        await using var last = await StartAsync(DeliveryGuarantee.AtLeastOnce);
        Source.Give(1);
        Bench.Until(() => Sink.Messages.Any(static message => message.StartsWith("""{"a":40001,""", StringComparison.Ordinal)));
        Assert.That(Sink.Messages.Last(), Is.EqualTo("""{"a":40001,"n":40001}"""));
    }

    private async Task<RunningRule> StartAsync(DeliveryGuarantee delivery, params (string Name, SqlValue Value)[] options) => await StartAsync(delivery, "plan", options);

    private async Task<RunningRule> StartAsync(DeliveryGuarantee delivery, string plan, params (string Name, SqlValue Value)[] options)
    {
        // A process that begins anew has new connectors.
        (Source, Sink) = (new NumberedSource(), new Bench.TakenSink());
        var host = new RuleHost(
            new ConnectorRegistry().AddSource("numbers", (_, _) => Source).AddSink("taken", (_, _) => Sink).AddSink("transactions", (_, _) => Transactions),
            FormatRegistry.CreateDefault(),
            new ConnectorContext("test", _time) { Log = _log.Enqueue });
        var rule = host.Open(new RuleSettings(
            "r",
            new CountingRule(),
            [new StreamSettings("demo", "numbers", [KeyValuePair.Create("useInt64ForWholeNumber", (SqlValue)true)], RowSchema.Schemaless)],
            [
                new SinkSettings("out", delivery == DeliveryGuarantee.ExactlyOnce ? "transactions" : "taken", [
                    KeyValuePair.Create("sendSingle", (SqlValue)true), .. options.Select(static option => KeyValuePair.Create(option.Name, option.Value))])
            ],
            new RunningRuleOptions { Delivery = delivery, CheckpointInterval = s_interval })
        {
            Checkpoints = _store,
            Plan = plan,
        });
        await rule.ConnectAsync();
        return rule;
    }
}
