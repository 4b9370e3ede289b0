using System.Reactive.Linq;
using System.Reactive.Subjects;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CompiledRules.Extensions.Hosting.Tests;

/// <summary>Rules inside an application: where they come from, what feeds them and what they give.</summary>
[TestFixture]
public sealed class EmbeddingTests
{
    public enum Level
    {
        Low,
        High,
    }

    public sealed record Position(double X, double Y);

    public sealed record Reading(string? Room, int T, DateTimeOffset Ts, Level Level = Level.Low, Position? Position = null, IReadOnlyList<int>? Samples = null);

    public sealed record Alert(string Room, long T);

    private const string Hot = "SELECT Room, T FROM readings WHERE T > 30";

    [Test]
    public async Task Events_of_a_service_become_rows_and_rows_become_calls()
    {
        using var readings = new Subject<Reading>();
        var alerts = new Rows<Alert>();
        await using var application = await TestApplication.StartAsync(builder =>
        {
            builder.Services.AddSingleton<IObservable<Reading>>(readings);
            builder.Services.AddCompiledRules()
                .AddSource<Reading>("readings")
                .AddSink<Alert>("alerts", (_, alert, _) => alerts.TakeAsync(alert))
                .AddRule("hot", Hot, "alerts");
        });

        readings.OnNext(new Reading("lab", 21, default));
        readings.OnNext(new Reading("hall", 35, default));

        Assert.That(await alerts.NextAsync(), Is.EqualTo(new Alert("hall", 35)));
        Assert.That(application.Engine.Find("hot"), Has.Property("State").EqualTo(EmbeddedRuleState.Running).And.Property("RowsIn").EqualTo(2));
    }

    [Test]
    public async Task A_sink_without_a_callback_is_an_observable_service()
    {
        using var readings = new Subject<Reading>();
        await using var application = await TestApplication.StartAsync(builder => builder.Services.AddCompiledRules()
            .AddSource("readings", _ => readings)
            .AddSink<Alert>("alerts")
            .AddRule("hot", Hot, "alerts"));
        var first = application.Host.Services.GetRequiredKeyedService<IObservable<Alert>>("alerts").FirstAsync().PublishLast();
        using var connection = first.Connect();

        readings.OnNext(new Reading("hall", 35, default));

        Assert.That(await first.Timeout(TimeSpan.FromSeconds(30)), Is.EqualTo(new Alert("hall", 35)));
    }

    public sealed class Whole
    {
        public string? Level { get; set; }

        public double? X { get; set; }

        public int[]? Samples { get; set; }

        public DateTimeOffset Ts { get; set; }

        public decimal Doubled { get; set; }

        public string? Nothing { get; set; }
    }

    [Test]
    public async Task Members_of_all_types_go_in_and_come_out()
    {
        using var readings = new Subject<Reading>();
        var rows = new Rows<Whole>();
        await using var application = await TestApplication.StartAsync(builder => builder.Services.AddCompiledRules()
            .AddSource("readings", _ => readings)
            .AddSink<Whole>("out", (_, row, _) => rows.TakeAsync(row))
            .AddRule("all", "SELECT Level, Position->X AS x, Samples, Ts, T * 2 AS doubled, Room AS nothing FROM readings", "out"));
        var time = new DateTimeOffset(2030, 1, 31, 10, 0, 0, TimeSpan.Zero);

        readings.OnNext(new Reading(null, 21, time, Level.High, new Position(1.5, 2), [1, 2]));
        var row = await rows.NextAsync();

        Assert.That((row.Level, row.X, row.Ts, row.Doubled, row.Nothing), Is.EqualTo(("High", (double?)1.5, time, 42m, (string?)null)));
        Assert.That(row.Samples, Is.EqualTo(new[] { 1, 2 }));
    }

    [Test]
    public async Task Rules_in_event_time_take_their_time_from_a_property()
    {
        using var readings = new Subject<Reading>();
        var rows = new Rows<SqlObject>();
        await using var application = await TestApplication.StartAsync(builder => builder.Services.AddCompiledRules()
            .AddSource("readings", _ => readings, timestamp: "Ts")
            .AddSink<SqlObject>("out", (_, row, _) => rows.TakeAsync(row))
            .AddScript("CREATE RULE counts INTO out WITH (isEventTime=TRUE, lateTolerance=0) AS SELECT count(*) AS n FROM readings GROUP BY TUMBLINGWINDOW(ss, 10)"));
        var time = new DateTimeOffset(2030, 1, 31, 10, 0, 0, TimeSpan.Zero);

        foreach (var second in new[] { 1, 2, 3, 11 })
            readings.OnNext(new Reading("lab", 21, time.AddSeconds(second)));

        Assert.That((long)(await rows.NextAsync())["n"].AsInteger(), Is.EqualTo(3));
    }

    [Test]
    public async Task A_result_that_does_not_fit_the_type_is_counted_and_the_next_one_comes()
    {
        using var readings = new Subject<Reading>();
        var alerts = new Rows<Alert>();
        await using var application = await TestApplication.StartAsync(builder => builder.Services.AddCompiledRules()
            .AddSource("readings", _ => readings)
            .AddSink<Alert>("alerts", (_, alert, _) => alerts.TakeAsync(alert))
            .AddRule("broken", "SELECT Room, CASE WHEN T = 1 THEN \"no number\" ELSE T END AS T FROM readings", "alerts"));

        readings.OnNext(new Reading("lab", 1, default));
        readings.OnNext(new Reading("lab", 2, default));

        Assert.That(await alerts.NextAsync(), Is.EqualTo(new Alert("lab", 2)));
        Assert.That(application.Engine.Find("broken")!.Errors, Is.EqualTo(1));
        Assert.That(application.Log, Has.Some.Contains("column 'T'").And.Some.Contains("expected a whole number"));
    }

    [Test]
    public async Task Rules_come_from_the_configuration()
    {
        using var readings = new Subject<Reading>();
        var alerts = new Rows<Alert>();
        await using var application = await TestApplication.StartAsync(builder =>
        {
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["CompiledRules:Rules:hot:Sql"] = Hot,
                ["CompiledRules:Rules:hot:Sinks:0"] = "alerts",
                ["CompiledRules:DrainTimeout"] = "00:00:07",
            });
            builder.Services.AddCompiledRules().AddSource("readings", _ => readings).AddSink<Alert>("alerts", (_, alert, _) => alerts.TakeAsync(alert));
        });

        readings.OnNext(new Reading("hall", 35, default));

        Assert.That(await alerts.NextAsync(), Is.EqualTo(new Alert("hall", 35)));
        Assert.That(application.Host.Services.GetRequiredService<IOptions<CompiledRulesOptions>>().Value.DrainTimeout, Is.EqualTo(TimeSpan.FromSeconds(7)));
    }

    [Test]
    public async Task Rules_come_from_a_file_and_hand_rows_to_each_other()
    {
        var folder = Directory.CreateTempSubdirectory("compiledrules-hosting-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "rules.sql"), """
            CREATE STREAM warm () WITH (TYPE="memory", DATASOURCE="warm");
            CREATE SINK warmed () WITH (TYPE="memory", topic="warm");
            CREATE RULE first INTO warmed AS SELECT Room, T FROM readings WHERE T > 20;
            CREATE RULE second INTO alerts AS SELECT Room, T + 1 AS T FROM warm;
            """);
        using var readings = new Subject<Reading>();
        var alerts = new Rows<Alert>();
        await using (var application = await TestApplication.StartAsync(builder => builder.Services.AddCompiledRules(options => options.BaseDirectory = folder)
            .AddScriptFile("rules.sql")
            .AddSource("readings", _ => readings)
            .AddSink<Alert>("alerts", (_, alert, _) => alerts.TakeAsync(alert))))
        {
            readings.OnNext(new Reading("hall", 35, default));
            Assert.That(await alerts.NextAsync(), Is.EqualTo(new Alert("hall", 36)));
        }

        Directory.Delete(folder, true);
    }

    [Test]
    public async Task Functions_of_the_application_are_known()
    {
        using var readings = new Subject<Reading>();
        var alerts = new Rows<Alert>();
        await using var application = await TestApplication.StartAsync(builder => builder.Services.AddCompiledRules()
            .AddFunctions(typeof(EmbeddingTests).Assembly)
            .AddSource("readings", _ => readings)
            .AddSink<Alert>("alerts", (_, alert, _) => alerts.TakeAsync(alert))
            .AddRule("thrice", "SELECT Room, thrice(T) AS T FROM readings", "alerts"));

        readings.OnNext(new Reading("lab", 7, default));

        Assert.That(await alerts.NextAsync(), Is.EqualTo(new Alert("lab", 21)));
    }

    [Test]
    public void Assembly_without_a_manifest_is_refused() => Assert.That(
        () => new ServiceCollection().AddCompiledRules().AddFunctions(typeof(string).Assembly),
        Throws.ArgumentException.With.Message.StartsWith("System.Private.CoreLib has no manifest of functions; reference the package CompiledRules.Generators"));

    [Test]
    public async Task Connectors_of_the_application_are_known()
    {
        var rows = new Rows<SqlObject>();
        await using var application = await TestApplication.StartAsync(builder => builder.Services.AddCompiledRules()
            .AddConnectors(static registry => registry.AddSource("once", static (_, _) => new OneRow()))
            .AddScript("CREATE STREAM s () WITH (TYPE=\"once\")")
            .AddSink<SqlObject>("out", (_, row, _) => rows.TakeAsync(row))
            .AddRule("r", "SELECT * FROM s", "out"));

        Assert.That((await rows.NextAsync())["a"].AsInteger(), Is.EqualTo(1));
    }

    private sealed class OneRow : ISource<SourceRow>
    {
        public IDisposable Subscribe(IObserver<SourceRow> observer) =>
            Observable.Return(new SourceRow(SqlObject.FromArrays(["a"], [1L]))).Concat(Observable.Never<SourceRow>()).Subscribe(observer);
    }
}
