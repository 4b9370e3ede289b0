using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reactive.Subjects;
using CompiledRules.Compiler;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CompiledRules.Extensions.Hosting.Tests;

/// <summary>Rules while the application runs: stopped, started, replaced, watched and drained.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RuleEngineTests : IDisposable
{
    private readonly Subject<Reading> _readings = new();
    private readonly Rows<SqlObject> _rows = new();

    public sealed record Reading(string Room, long T);

    public void Dispose() => _readings.Dispose();

    [Test]
    public async Task A_rule_is_stopped_and_started()
    {
        await using var application = await StartAsync("SELECT T FROM readings");

        await application.Engine.StopAsync("r");
        _readings.OnNext(new Reading("lab", 1));
        await application.Engine.StartAsync("r");
        _readings.OnNext(new Reading("lab", 2));

        Assert.That((await _rows.NextAsync())["T"].AsInteger(), Is.EqualTo(2));
    }

    [Test]
    public async Task A_statement_is_replaced_between_two_events_with_its_state()
    {
        await using var application = await StartAsync("SELECT T, lag(T) AS before FROM readings");
        _readings.OnNext(new Reading("lab", 1));

        await application.Engine.UpdateAsync("r", "SELECT T + 100 AS T, lag(T) AS before FROM readings");
        _readings.OnNext(new Reading("lab", 2));

        _ = await _rows.NextAsync();
        var second = await _rows.NextAsync();
        Assert.That((second["T"].AsInteger(), second["before"].AsInteger()), Is.EqualTo((102, 1)));
        Assert.That(application.Engine.Find("r")!.Sql, Does.StartWith("SELECT T + 100"));
    }

    [Test]
    public async Task A_statement_with_errors_changes_nothing()
    {
        await using var application = await StartAsync("SELECT T FROM readings");

        await Assert.ThrowsAsync<RuleCompilationException>(() => application.Engine.UpdateAsync("r", "SELECT nothing FROM nowhere"));
        _readings.OnNext(new Reading("lab", 2));

        Assert.That((await _rows.NextAsync())["T"].AsInteger(), Is.EqualTo(2));
        Assert.That(application.Engine.Find("r")!.Sql, Is.EqualTo("SELECT T FROM readings"));
    }

    [Test]
    public async Task A_rule_that_reads_another_stream_is_opened_anew()
    {
        using var others = new Subject<Reading>();
        await using var application = await StartAsync("SELECT T FROM readings", rules => rules.AddSource("others", _ => others));

        await application.Engine.UpdateAsync("r", "SELECT T FROM others");
        _readings.OnNext(new Reading("lab", 1));
        others.OnNext(new Reading("lab", 2));

        Assert.That((await _rows.NextAsync())["T"].AsInteger(), Is.EqualTo(2));
    }

    [Test]
    public async Task What_has_arrived_is_written_before_the_application_ends()
    {
        var isOpen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var taken = 0;
        var application = await TestApplication.StartAsync(builder => builder.Services.AddCompiledRules()
            .AddSource("readings", _ => _readings)
            .AddSink<SqlObject>("out", async (_, _, _) =>
            {
                await isOpen.Task;
                taken++;
            })
            .AddRule("r", "SELECT T FROM readings", "out"));
        for (var i = 0; i < 100; i++)
            _readings.OnNext(new Reading("lab", i));

        var stopping = application.Host.StopAsync();
        isOpen.SetResult();
        await stopping;

        Assert.That(taken, Is.EqualTo(100));
        application.Host.Dispose();
    }

    [Test]
    public async Task A_rule_whose_stream_ends_has_ended()
    {
        await using var application = await StartAsync("SELECT T FROM readings");
        var ended = application.Engine.Find("r")!.Running!.Completion;

        _readings.OnCompleted();
        await ended;

        Assert.That(() => application.Engine.Find("r")!.State, Is.EqualTo(EmbeddedRuleState.Ended).After(10).Seconds.PollEvery(5).MilliSeconds);
    }

    [Test]
    public async Task Rules_wait_where_the_options_say_so()
    {
        await using var application = await StartAsync("SELECT T FROM readings", static rules => rules.Services.Configure<CompiledRulesOptions>(static options => options.StartsRules = false));
        Assert.That(application.Engine.Rules, Has.All.Property("State").EqualTo(EmbeddedRuleState.Stopped));

        await application.Engine.StartAsync("r");

        Assert.That(application.Engine.Rules, Has.All.Property("State").EqualTo(EmbeddedRuleState.Running));
    }

    [Test]
    public async Task Health_follows_the_rules()
    {
        await using var application = await TestApplication.StartAsync(builder =>
        {
            builder.Services.AddHealthChecks().AddCompiledRules(tags: "ready");
            builder.Services.AddCompiledRules()
                .AddSource("readings", _ => _readings)
                .AddConnectors(static registry => registry.AddSink("away", static (_, _) => new AwaySink()))
                .AddSink<SqlObject>("out", (_, row, _) => _rows.TakeAsync(row))
                .AddScript("CREATE SINK gone () WITH (TYPE=\"away\")")
                .AddRule("r", "SELECT T FROM readings", "out")
                .AddRule("away", "SELECT T FROM readings", "gone");
        });
        var health = application.Host.Services.GetRequiredService<HealthCheckService>();

        HealthReport report;
        do
        {
            report = await health.CheckHealthAsync();
        }
        while (report.Status == HealthStatus.Healthy);

        Assert.That(report.Status, Is.EqualTo(HealthStatus.Degraded));
        Assert.That(report.Entries["rules"].Description, Does.Contain("rule away").And.Contain("out of reach"));
    }

    [Test]
    public async Task Counters_are_instruments()
    {
        var measured = new Dictionary<string, long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == Telemetry.MeterName)
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            if (tags.Contains(KeyValuePair.Create("compiledrules.rule", (object?)"counted")))
                measured[instrument.Name] = value;
        });
        listener.Start();
        await using var application = await StartAsync("SELECT T FROM readings", rules => rules.AddRule("counted", "SELECT T FROM readings WHERE T > 1", "out"));
        await application.Engine.StopAsync("r");

        _readings.OnNext(new Reading("lab", 1));
        _readings.OnNext(new Reading("lab", 2));
        await _rows.NextAsync();
        await application.Engine.StopAsync("counted");
        listener.RecordObservableInstruments();

        Assert.That(measured["compiledrules.rule.rows.in"], Is.EqualTo(2));
        Assert.That(measured["compiledrules.rule.rows.out"], Is.EqualTo(1));
        Assert.That(measured["compiledrules.sink.messages"], Is.EqualTo(1));
        Assert.That(measured["compiledrules.rule.running"], Is.Zero);
    }

    [Test]
    public async Task Starts_and_stops_are_traced()
    {
        var names = new List<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == Telemetry.SourceName,
            Sample = static (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if ((string?)activity.GetTagItem("compiledrules.rule") == "r")
                    names.Add(activity.OperationName);
            },
        };
        ActivitySource.AddActivityListener(listener);

        await using (await StartAsync("SELECT T FROM readings"))
        {
        }

        Assert.That(names, Is.EqualTo(new[] { "rule start", "rule stop" }));
    }

    private Task<TestApplication> StartAsync(string sql, Action<CompiledRulesBuilder>? add = null) => TestApplication.StartAsync(builder =>
    {
        var rules = builder.Services.AddCompiledRules()
            .AddSource("readings", _ => _readings)
            .AddSink<SqlObject>("out", (_, row, _) => _rows.TakeAsync(row))
            .AddRule("r", sql, "out");
        add?.Invoke(rules);
    });

    private sealed class AwaySink : ISink<SqlValue>
    {
        public ValueTask ConnectAsync(CancellationToken cancellation) => throw new IOException("it is out of reach");

        public ValueTask WriteAsync(SqlValue message, CancellationToken cancellation) => default;

        public ValueTask DisposeAsync() => default;
    }
}
