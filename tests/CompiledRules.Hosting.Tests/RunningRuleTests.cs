namespace CompiledRules.Hosting.Tests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RunningRuleTests
{
    private readonly Bench _bench = new();

    [Test]
    public async Task Rows_go_from_source_to_sink_and_the_rule_ends_with_its_stream()
    {
        var rule = _bench.Open();
        await rule.ConnectAsync();

        _bench.Source.Give("""{"a": 1}""", """{"a": "x"}""");
        _bench.Source.End();
        await rule.Completion;

        Assert.That(_bench.Sink.Messages, Is.EqualTo(["""{"a":1}""", """{"a":"x"}"""]));
        Assert.That((rule.Counters.RowsIn, rule.Counters.RowsOut, rule.ErrorCount, _bench.Sink.IsClosed), Is.EqualTo((2, 2, 0, true)));
    }

    [Test]
    public async Task A_message_that_cannot_be_read_and_a_row_that_fails_are_told_of_and_the_next_follows()
    {
        var rule = _bench.Open();
        await rule.ConnectAsync();

        _bench.Source.Give("""{"a": """, """{"a": 13}""", """{"a": 2}""");
        _bench.Source.End();
        await rule.Completion;

        Assert.That(_bench.Sink.Messages, Is.EqualTo(["""{"a":2}"""]));
        Assert.That(rule.ErrorCount, Is.EqualTo(2));
        Assert.That(_bench.Log.First(), Does.StartWith("rule r: stream demo: the message is not valid JSON at byte"));
        Assert.That(_bench.Log.Last(), Is.EqualTo("rule r: 13 is unlucky"));
    }

    [Test]
    public async Task Errors_go_to_the_sinks_where_the_rule_sends_them()
    {
        var rule = _bench.Open(new RunningRuleOptions { SendError = true });
        await rule.ConnectAsync();

        _bench.Source.Give("""{"a": 13}""");
        _bench.Source.End();
        await rule.Completion;

        Assert.That(_bench.Sink.Messages, Is.EqualTo(["""{"error":"13 is unlucky"}"""]));
    }

    [Test]
    public async Task A_lost_source_is_told_of_once_and_subscribed_to_again()
    {
        var rule = _bench.Open();
        await rule.ConnectAsync();

        _bench.Source.Lose("away");
        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        _bench.Source.Lose("away");
        Assert.That(rule.Trouble, Is.EqualTo("stream demo (given): away"));
        _bench.Time.Advance(TimeSpan.FromSeconds(2));
        _bench.Source.Give("""{"a": 1}""");
        _bench.Source.End();
        await rule.Completion;

        Assert.That(_bench.Source.Subscriptions, Is.EqualTo(3));
        Assert.That(_bench.Log, Is.EqualTo(["rule r: stream demo (given): away; next attempt in 1 s", "rule r: stream demo (given): connected again"]));
        Assert.That(_bench.Sink.Messages, Has.Count.EqualTo(1));
        Assert.That(rule.Trouble, Is.Null);
    }

    [Test]
    public async Task A_sink_that_is_away_is_told_of_once_and_gets_what_waited_when_it_is_back()
    {
        _bench.Sink.Go(ConnectionState.Disconnected);
        var rule = _bench.Open();
        await rule.ConnectAsync();
        _bench.Source.Give("""{"a": 1}""", """{"a": 2}""");
        Bench.Until(() => rule.Sinks[0].IsAway);

        _bench.Sink.Go(ConnectionState.Connected);
        _bench.Source.End();
        await rule.Completion;

        Assert.That(_bench.Sink.Messages, Is.EqualTo(["""{"a":1}""", """{"a":2}"""]));
        Assert.That(_bench.Log, Is.EqualTo(new[]
        {
            "rule r: sink out: gone; start it or correct its address, it is tried again until it answers", "rule r: sink out: reached again",
        }));
    }

    [Test]
    public async Task A_sink_that_is_away_does_not_stop_the_rule_and_loses_the_oldest()
    {
        _bench.Sink.Go(ConnectionState.Disconnected);
        var rule = _bench.Open(null, ("bufferLength", 2L));
        await rule.ConnectAsync();
        _bench.Source.Give("""{"a": 0}""");
        Bench.Until(() => rule.Sinks[0].IsAway);

        _bench.Source.Give("""{"a": 1}""", """{"a": 2}""", """{"a": 3}""");
        Bench.Until(() => rule.Counters.RowsOut == 4);
        _bench.Sink.Go(ConnectionState.Connected);
        _bench.Source.End();
        await rule.Completion;

        Assert.That(_bench.Sink.Messages, Is.EqualTo(["""{"a":0}""", """{"a":2}""", """{"a":3}"""]));
        Assert.That(rule.LostCount, Is.EqualTo(1));
    }

    [Test]
    public async Task A_slow_sink_holds_the_rule_up_and_nothing_is_lost()
    {
        var rule = _bench.Open(null, ("bufferLength", 1L));
        var held = _bench.Sink.Hold();
        await rule.ConnectAsync();
        _bench.Source.Give([.. Enumerable.Range(20, 50).Select(static number => $$"""{"a": {{number}}}""")]);
        _bench.Source.End();

        Bench.Until(() => rule.Sinks[0].QueuedCount == 2);
        Assert.That(rule.Counters.RowsOut, Is.LessThan(50));
        held.Dispose();
        await rule.Completion;

        Assert.That(_bench.Sink.Messages, Has.Count.EqualTo(50));
        Assert.That(rule.LostCount, Is.Zero);
    }

    [Test]
    public async Task A_message_that_the_sink_refuses_is_dropped_and_counted()
    {
        var rule = _bench.Open();
        await rule.ConnectAsync();

        _bench.Source.Give("""{"a": "refuse"}""", """{"a": 1}""");
        _bench.Source.End();
        await rule.Completion;

        Assert.That(_bench.Sink.Messages, Is.EqualTo(["""{"a":1}"""]));
        Assert.That((rule.ErrorCount, _bench.Log.Single()), Is.EqualTo((1, "rule r: sink out: a message was dropped: no such message")));
    }

    [Test]
    public async Task A_stop_writes_what_has_arrived()
    {
        var rule = _bench.Open();
        await rule.ConnectAsync();

        _bench.Source.Give("""{"a": 1}""", """{"a": 2}""");
        await rule.StopAsync();

        Assert.That(_bench.Sink.Messages, Has.Count.EqualTo(2));
        Assert.That(rule.Completion.IsCompleted || await CompletesAsync(rule), Is.True);
    }

    [Test]
    public async Task A_stop_does_not_wait_for_ever_for_a_sink_that_is_away()
    {
        _bench.Sink.Go(ConnectionState.Disconnected);
        var rule = _bench.Open();
        await rule.ConnectAsync();
        _bench.Source.Give("""{"a": 1}""", """{"a": 2}""");
        Bench.Until(() => rule.Sinks[0].IsAway && rule.Counters.RowsOut == 2);

        var stop = rule.StopAsync();
        _bench.Time.Advance(TimeSpan.FromSeconds(5));
        await stop;

        Assert.That(_bench.Log.Last(), Is.EqualTo("rule r: sink out: 2 results are lost: gone"));
        Assert.That(_bench.Sink.IsClosed, Is.True);
    }

    [Test]
    public void An_option_that_cannot_be_used_refuses_the_rule_and_leaves_nothing_open()
    {
        Assert.That(() => _bench.Open(null, ("format", "jsn")), Throws.InstanceOf<OptionException>().With.Message.Contains("there is no format 'jsn'"));
        Assert.That((_bench.Source.Subscriptions, _bench.Sink.Messages.Count), Is.EqualTo((0, 0)));
    }

    private static async Task<bool> CompletesAsync(RunningRule rule)
    {
        await rule.Completion;
        return true;
    }
}
