using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using CompiledRules.Compiler;
using CompiledRules.Compiler.Catalogs;
using CompiledRules.Connectors;
using CompiledRules.Formats;
using CompiledRules.Hosting;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Native.Tests;

/// <summary>A plugin is replaced over and over under a rule that is fed as fast as it takes rows.</summary>
[TestFixture]
[NonParallelizable]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ManySwapsTests : IDisposable
{
    private const string Sql = "SELECT n, version() AS v, acc_sum(n) AS total FROM feed";

    // What the run time itself still warms up with is not counted.
    private const int WarmUp = 20;
    private const long Slack = 48L << 20;

    private readonly PluginBuilder _builder = new();
    private readonly NativePluginStore _store;
    private readonly Feed _source = new();
    private readonly Checked _sink = new();
    private readonly RuleHost _host;

    public ManySwapsTests()
    {
        _store = new NativePluginStore(_builder.NewFolder());
        _host = new RuleHost(
            new ConnectorRegistry().AddSource("feed", (_, _) => _source).AddSink("checked", (_, _) => _sink),
            FormatRegistry.CreateDefault(),
            new ConnectorContext("test", TimeProvider.System) { Log = static _ => { } });
    }

    public void Dispose() => _builder.Dispose();

    [Test]
    [CancelAfter(300_000)]
    public Task No_row_is_lost_or_doubled_and_nothing_stays(CancellationToken cancellation) => SwapAsync(120, cancellation);

    [Test]
    [Explicit("takes minutes")]
    [Category("Long")]
    [CancelAfter(3_600_000)]
    public Task Ten_thousand_swaps(CancellationToken cancellation) => SwapAsync(10_000, cancellation);

    private async Task SwapAsync(int swaps, CancellationToken cancellation)
    {
        var packages = new[] { Package(0), Package(1) };
        _store.Install(packages[0]);
        var rule = Open();
        await rule.ConnectAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var feeding = Task.Run(() => _source.Give(stop.Token), cancellation);

        var (old, before) = (new List<WeakReference>(), 0L);
        var watch = Stopwatch.StartNew();
        for (var i = 1; i <= swaps; i++)
        {
            old.Add(await SwapAsync(rule, packages[i % 2]));
            if (i == WarmUp)
                before = Settled();
        }

        var elapsed = watch.Elapsed;
        await stop.CancelAsync();
        var given = await feeding;
        await rule.StopAsync();
        var after = Settled();

        TestContext.Out.WriteLine($"{swaps} swaps under {given} rows in {elapsed.TotalSeconds:0.0} s; {_sink.Changes} changes of version seen; memory {before >> 20} MiB, then {after >> 20} MiB");
        Assert.That(_sink.Problem, Is.Null);
        Assert.That(_sink.Count, Is.EqualTo(given));
        Assert.That(_sink.Changes, Is.InRange(1, swaps));
        Assert.That(old.Count(static reference => reference.IsAlive), Is.Zero);
        Assert.That(after - before, Is.LessThan(Slack));
    }

    // The working set without what the collector only has not given back yet.
    private static long Settled()
    {
        for (var i = 0; i < 10; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    private static CompiledRule Compile(NativePlugin plugin) => RuleCompiler.Compile(
        Sql,
        new Catalog([new StreamSymbol("feed", StreamKind.Stream, [], true)], new FunctionTable([.. FunctionReader.BuiltIn, .. FunctionReader.Read(plugin.Manifest)])),
        extensions: [plugin.Assembly]);

    private RunningRule Open() => _host.Open(new RuleSettings(
        "r",
        Compile(_store.Find("version")!).Program,
        [new StreamSettings("feed", "feed", [], RowSchema.Schemaless)],
        [new SinkSettings("checked", "checked", [KeyValuePair.Create("bufferLength", (SqlValue)100_000L)])],
        new RunningRuleOptions()));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<WeakReference> SwapAsync(RunningRule rule, string package)
    {
        var old = new WeakReference(AssemblyLoadContext.GetLoadContext(_store.Find("version")!.Assembly));
        var result = await _host.SwapAsync(rule, Compile(_store.Install(package)).Program);
        Assert.That(result, Is.EqualTo(new SwapResult(true, null)));
        return old;
    }

    private string Package(int version) => _builder.Build("Version", $$"""public static class Version { [CompiledRules.SqlFunction("version", IsDeterministic = false)] public static long Get() => {{version}}; }""");

    private sealed class Feed : ISource<SourceRow>, IDisposable
    {
        private static readonly string[] s_names = ["n"];

        private IObserver<SourceRow>? _observer;

        public IDisposable Subscribe(IObserver<SourceRow> observer)
        {
            _observer = observer;
            return this;
        }

        /// <summary>Gives rows until it is told to stop, and says how many.</summary>
        public long Give(CancellationToken stop)
        {
            var n = 0L;
            while (!stop.IsCancellationRequested)
                _observer!.OnNext(new SourceRow(SqlObject.FromArrays(s_names, [n++]), null));
            return n;
        }

        public void Dispose()
        {
        }
    }

    /// <summary>Keeps no rows: each has to follow the one before it.</summary>
    private sealed class Checked : ISink<SqlValue>
    {
        private double _total;

        // The rule begins with version 0, which is no change.
        private long _version;

        public long Count { get; private set; }

        public int Changes { get; private set; }

        public string? Problem { get; private set; }

        public ValueTask ConnectAsync(CancellationToken cancellation) => ValueTask.CompletedTask;

        public ValueTask WriteAsync(SqlValue message, CancellationToken cancellation)
        {
            foreach (var row in message.AsArray())
                Check(row.AsObject());
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private void Check(SqlObject row)
        {
            _total += Count;
            if (row["n"].AsInteger() != Count || row["total"].AsNumber() != _total)
                Problem ??= $"after {Count} rows came {row}, with the total {_total} expected";
            var version = row["v"].AsInteger();
            Changes += version == _version ? 0 : 1;
            _version = version;
            Count++;
        }
    }
}
