using System.Collections.Concurrent;
using CompiledRules.Compiler;
using CompiledRules.Compiler.Catalogs;
using CompiledRules.Connectors;
using CompiledRules.Connectors.Memory;
using CompiledRules.Formats;
using CompiledRules.Hosting;
using CompiledRules.Sql.Symbols;
using Microsoft.Extensions.Time.Testing;

namespace CompiledRules.Native.Tests;

/// <summary>What the contracts of plugins promise: the order of calls, and what becomes of exceptions. Each plugin writes what happens to it into the log.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LifeCycleTests : IDisposable
{
    private const string Head = """
        #nullable enable
        using System;
        using System.Collections.Generic;
        using System.Collections.Immutable;
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;
        using CompiledRules;

        public sealed class Logging(ConnectorContext context, string line) : IDisposable { public void Dispose() => context.Log(line); }

        """;

    private readonly PluginBuilder _builder = new();
    private readonly NativePluginStore _store;
    private readonly ConcurrentQueue<string> _log = [];
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly ConnectorRegistry _connectors = new ConnectorRegistry().AddBuiltIn(new MemoryTopics());
    private readonly RuleHost _host;
    private NativePlugin? _plugin;

    public LifeCycleTests()
    {
        _store = new NativePluginStore(_builder.NewFolder());
        _host = new RuleHost(_connectors, FormatRegistry.CreateDefault(), new ConnectorContext("test", _time) { Log = _log.Enqueue });
    }

    public void Dispose() => _builder.Dispose();

    [Test]
    public async Task A_source_is_made_checked_subscribed_and_let_go_in_this_order()
    {
        Install("""
            [SqlSource("probe")]
            public sealed class Probe : ISource<SourceRow>, IValidatedOptions, IDisposable
            {
                private readonly ConnectorContext _context;
                public Probe(ConnectorContext context) { _context = context; context.Log("made"); }
                public int Size { get; init; } = 1;
                public void Validate(ConnectorOptions options) => _context.Log($"checked with {Size}");
                public IDisposable Subscribe(IObserver<SourceRow> observer) { _context.Log("subscribed"); return new Logging(_context, "unsubscribed"); }
                public void Dispose() => _context.Log("disposed");
            }
            """);
        var rule = Open("SELECT n FROM feed", "probe", ("size", 3L));
        Assert.That(_log, Is.EqualTo(new[] { "made", "checked with 3" }), "nothing is connected before the rule is");

        await rule.ConnectAsync();
        await rule.StopAsync();

        Assert.That(_log, Is.EqualTo(new[] { "made", "checked with 3", "subscribed", "unsubscribed", "disposed" }));
    }

    [Test]
    public async Task A_source_that_fails_is_subscribed_again_after_growing_pauses_and_one_that_ends_ends_the_rule()
    {
        Install("""
            [SqlSource("probe")]
            public sealed class Probe(ConnectorContext context) : ISource<SourceRow>
            {
                private int _attempts;
                public IDisposable Subscribe(IObserver<SourceRow> observer)
                {
                    context.Log($"attempt {++_attempts} at {context.Time.GetUtcNow():ss}");
                    if (_attempts < 4) observer.OnError(new IOException("away")); else { observer.OnNext(new SourceRow(SqlObject.Empty)); observer.OnCompleted(); }
                    return new Logging(context, "left");
                }
            }
            """);
        var rule = Open("SELECT 1 AS n FROM feed", "probe");

        await rule.ConnectAsync();
        await AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => rule.Completion.IsCompleted);

        Assert.That(_log.Where(static line => line.StartsWith("attempt", StringComparison.Ordinal)), Is.EqualTo(new[] { "attempt 1 at 05", "attempt 2 at 06", "attempt 3 at 08", "attempt 4 at 12" }));
        Assert.That(rule.Counters.RowsIn, Is.EqualTo(1));
        await rule.StopAsync();
    }

    [Test]
    public async Task A_pulled_source_is_asked_at_multiples_of_its_interval_and_never_twice_at_once()
    {
        Install("""
            [SqlSource("probe", PullInterval = 2000)]
            public sealed class Probe(ConnectorContext context) : IPullSource<Probe.Row>
            {
                public record struct Row(long N);
                private int _inside;
                public async IAsyncEnumerable<Row> PullAsync(DateTimeOffset time, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
                {
                    context.Log($"asked {++_inside} at {time:ss}");
                    await Task.Delay(time.Second == 7 ? TimeSpan.FromSeconds(3) : TimeSpan.Zero, context.Time, cancellation);
                    yield return new Row(1);
                    _inside--;
                }
            }
            """);
        var rule = Open("SELECT n FROM feed", "probe");

        await rule.ConnectAsync();
        await AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => _log.Count(static line => line.StartsWith("asked", StringComparison.Ordinal)) == 4);
        await rule.StopAsync();

        Assert.That(_log.Where(static line => line.StartsWith("asked", StringComparison.Ordinal)), Is.EqualTo(new[] { "asked 1 at 05", "asked 1 at 07", "asked 1 at 11", "asked 1 at 13" }));
    }

    [Test]
    public async Task A_sink_is_connected_once_and_then_given_each_message_in_order_again_while_it_is_away_and_not_again_when_it_refuses()
    {
        Install("""
            [SqlSink("probe")]
            public sealed class Probe(ConnectorContext context) : ISink<SqlValue>
            {
                private int _attempts;
                public ValueTask ConnectAsync(CancellationToken cancellation) { context.Log("connected"); return default; }
                public ValueTask WriteAsync(SqlValue message, CancellationToken cancellation)
                {
                    var n = message.AsObject()["n"].AsInteger();
                    context.Log($"given {n}");
                    return n == 2 && _attempts++ == 0 ? throw new IOException("away") : n == 3 ? throw new InvalidOperationException("not this one") : default;
                }
                public ValueTask DisposeAsync() { context.Log("disposed"); return default; }
            }
            """);
        var feed = new Feed();
        _connectors.AddSource("feed", (_, _) => feed);
        var rule = Open("SELECT n FROM feed", "feed", sink: "probe");
        await rule.ConnectAsync();
        for (var n = 1; n <= 4; n++)
            feed.Give(n);

        await AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => _log.Contains("given 4"));
        await rule.StopAsync();

        Assert.That(_log.Where(static line => line is "connected" or "disposed" || line.StartsWith("given", StringComparison.Ordinal)), Is.EqualTo(new[] { "connected", "given 1", "given 2", "given 2", "given 3", "given 4", "disposed" }));
        Assert.That((rule.Sinks[0].WrittenCount, rule.Sinks[0].FailedCount, rule.Sinks[0].LastError), Is.EqualTo((3L, 1L, "not this one")));
    }

    [Test]
    public async Task A_function_that_throws_fails_its_row_alone_and_its_state_goes_over_to_the_next_version()
    {
        var feed = new Feed();
        _connectors.AddSource("feed", (_, _) => feed);
        Install(Counting(1));
        var rule = Open("SELECT counted(n) AS c FROM feed", "feed");
        await rule.ConnectAsync();
        feed.Give(1);
        feed.Give(13);
        feed.Give(2);
        await UntilAsync(() => rule.Counters.RowsIn == 3);

        Install(Counting(100));
        Assert.That((await _host.SwapAsync(rule, Compile("SELECT counted(n) AS c FROM feed"))).IsStateKept, Is.True);
        feed.Give(3);
        await rule.StopAsync();

        Assert.That(rule.ErrorCount, Is.EqualTo(1));
        Assert.That(_log.Where(static line => line.StartsWith("rule r: counted", StringComparison.Ordinal)), Is.EqualTo(new[] { "rule r: counted 1", "rule r: counted 2", "rule r: counted 102" }));
    }

    [Test]
    public async Task An_asynchronous_function_keeps_the_order_of_rows_and_a_failure_to_its_row()
    {
        Install("""
            public static class Functions
            {
                private static readonly TaskCompletionSource s_first = new(TaskCreationOptions.RunContinuationsAsynchronously);

                [SqlFunction("later")]
                public static async ValueTask<long> Later(long n, CancellationToken cancellation)
                {
                    if (n == 1) await s_first.Task.WaitAsync(cancellation); else await Task.Yield();
                    if (n == 3) s_first.SetResult();
                    return n == 2 ? throw new InvalidOperationException("no twos") : n * 10;
                }
            }
            """);
        var (feed, taken) = (new Feed(), new Taken());
        _connectors.AddSource("feed", (_, _) => feed).AddSink("taken", (_, _) => taken);
        var rule = Open("SELECT later(n) AS x FROM feed", "feed", sink: "taken");
        await rule.ConnectAsync();
        for (var n = 1; n <= 4; n++)
            feed.Give(n);

        await UntilAsync(() => taken.Values.Count == 3);
        await rule.StopAsync();

        Assert.That(taken.Values, Is.EqualTo(new[] { 10L, 30L, 40L }));
        Assert.That(rule.ErrorCount, Is.EqualTo(1));
    }

    [TestCase("later()", "1 arguments, not 0")]
    [TestCase("later('a')", "argument 1 is string, expected bigint")]
    public void A_call_that_an_asynchronous_function_cannot_take_is_an_error_of_the_rule(string call, string message)
    {
        Install("public static class F { [SqlFunction(\"later\")] public static ValueTask<long> G(long n) => new(n); }");

        var error = Assert.Throws<RuleCompilationException>(() => Compile($"SELECT {call} AS x FROM feed"))!;

        Assert.That(error.Message, Does.Contain(message));
    }

    [Test]
    public void A_connector_that_throws_when_it_is_made_is_one_error_in_the_name_of_its_plugin()
    {
        Install("""[SqlSource("probe")] public sealed class Probe : ISource<SourceRow> { public Probe() => throw new InvalidOperationException("no port is free"); public IDisposable Subscribe(IObserver<SourceRow> observer) => null!; }""");

        Assert.That(() => Open("SELECT n FROM feed", "probe"), Throws.TypeOf<PluginException>().With.Message.EqualTo("plugin probe: connector probe cannot be made: no port is free"));
        Assert.That(_log, Is.Empty);
    }

    private static string Counting(int step) => $$"""
        public static class Functions
        {
            [SqlFunction("counted", IsDeterministic = false)]
            public static long Counted(FunctionContext context, long n)
            {
                if (n == 13) throw new InvalidOperationException("unlucky");
                var count = (context.State.Get("counted") is { IsInteger: true } kept ? kept.AsInteger() : 0) + {{step}};
                context.State.Put("counted", count);
                context.Log($"counted {count}");
                return count;
            }
        }
        """;

    private void Install(string source)
    {
        _plugin = _store.Install(_builder.Build("Probe", Head + source));
        foreach (var (name, create) in _plugin.Connectors.Sources)
            _connectors.AddSource(name, create);
        foreach (var (name, create) in _plugin.Connectors.Sinks)
            _connectors.AddSink(name, create);
    }

    private RunningRule Open(string sql, string source, params (string Name, SqlValue Value)[] options) => Open(sql, source, "nop", options);

    private RunningRule Open(string sql, string source, string sink, params (string Name, SqlValue Value)[] options) => _host.Open(new RuleSettings(
        "r",
        Compile(sql),
        [new StreamSettings("feed", source, [.. options.Select(static option => KeyValuePair.Create(option.Name, option.Value))], RowSchema.Schemaless)],
        [new SinkSettings(sink, sink, [KeyValuePair.Create("sendSingle", SqlValue.True)])],
        new RunningRuleOptions()));

    private Runtime.Rules.IRuleProgram Compile(string sql) => RuleCompiler.Compile(
        sql,
        new Catalog([new StreamSymbol("feed", StreamKind.Stream, [], true)], new FunctionTable([.. FunctionReader.BuiltIn, .. FunctionReader.Read(_plugin!.Manifest)])),
        extensions: [_plugin.Assembly]).Program;

    // Threads of rules and sinks have to come to their waits before time goes on.
    private Task AdvanceUntilAsync(TimeSpan step, Func<bool> isReached) => UntilAsync(isReached, () => _time.Advance(step));

    private static async Task UntilAsync(Func<bool> isReached, Action? between = null)
    {
        for (var attempt = 0; !isReached(); attempt++)
        {
            Assert.That(attempt, Is.LessThan(2000), "it never came");
            await Task.Delay(20);
            if (attempt % 5 == 4 && !isReached())
                between?.Invoke();
        }
    }

    private sealed class Feed : ISource<SourceRow>, IDisposable
    {
        private IObserver<SourceRow>? _observer;

        public IDisposable Subscribe(IObserver<SourceRow> observer)
        {
            _observer = observer;
            return this;
        }

        public void Give(long n) => _observer!.OnNext(new SourceRow(SqlObject.FromArrays(["n"], [n])));

        public void Dispose()
        {
        }
    }

    private sealed class Taken : ISink<SqlValue>
    {
        public ConcurrentQueue<long> Values { get; } = [];

        public ValueTask ConnectAsync(CancellationToken cancellation) => ValueTask.CompletedTask;

        public ValueTask WriteAsync(SqlValue message, CancellationToken cancellation)
        {
            Values.Enqueue(message.AsObject()["x"].AsInteger());
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
