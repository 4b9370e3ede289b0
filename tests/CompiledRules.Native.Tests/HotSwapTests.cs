using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using CompiledRules.Compiler;
using CompiledRules.Compiler.Catalogs;
using CompiledRules.Connectors;
using CompiledRules.Formats;
using CompiledRules.Hosting;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Native.Tests;

/// <summary>Plugins are replaced under a rule that is fed all the time.</summary>
[TestFixture]
[CancelAfter(120_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class HotSwapTests : IDisposable
{
    private const int Swaps = 60;

    private readonly PluginBuilder _builder = new();
    private readonly NativePluginStore _store;
    private readonly Feed _source = new();
    private readonly Taken _sink = new();
    private readonly RuleHost _host;

    public HotSwapTests()
    {
        _store = new NativePluginStore(_builder.NewFolder());
        _host = new RuleHost(
            new ConnectorRegistry().AddSource("feed", (_, _) => _source).AddSink("taken", (_, _) => _sink),
            FormatRegistry.CreateDefault(),
            new ConnectorContext("test", TimeProvider.System) { Log = static _ => { } });
    }

    public void Dispose() => _builder.Dispose();

    [Test]
    public async Task No_row_is_lost_or_doubled_and_no_old_version_stays(CancellationToken cancellation)
    {
        var packages = new[] { Package(0), Package(1) };
        _store.Install(packages[0]);
        var rule = Open("SELECT n, version() AS v, acc_sum(n) AS total FROM feed");
        await rule.ConnectAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var feeding = Task.Run(() => _source.Give(stop.Token), cancellation);

        var old = new List<WeakReference>();
        for (var i = 1; i <= Swaps; i++)
            old.Add(await SwapAsync(rule, packages[i % 2]));

        await stop.CancelAsync();
        var given = await feeding;
        await rule.StopAsync();

        var rows = _sink.Rows.ConvertAll(static row => (N: row["n"].AsInteger(), Version: row["v"].AsInteger(), Total: row["total"].AsNumber()));
        Assert.That(rows.Select(static row => row.N), Is.EqualTo(Enumerable.Range(0, given).Select(static n => (long)n)));
        Assert.That(rows.Zip(rows.Skip(1), static (before, after) => before.Version != after.Version).Count(static changed => changed), Is.LessThanOrEqualTo(Swaps));
        Assert.That(rows.Select(static row => row.Version).Distinct(), Is.EquivalentTo(new[] { 0L, 1L }));
        Assert.That(rows[^1].Total, Is.EqualTo((double)given * (given - 1) / 2), "the state goes on from version to version");
        Assert.That(old.Index().Where(static entry => !IsCollected(entry.Item)).Select(static entry => entry.Index), Is.Empty);
    }

    [Test]
    public async Task A_version_that_does_not_fit_the_rule_leaves_it_as_it_was()
    {
        _store.Install(Package(0));
        var rule = Open("SELECT n, version() AS v FROM feed");
        await rule.ConnectAsync();

        Assert.That(() => Compile("SELECT n, version() AS v FROM feed", _store.Install(_builder.Build("Other", "public static class Other { [CompiledRules.SqlFunction(\"other\")] public static long F() => 1; }"))), Throws.TypeOf<RuleCompilationException>());
        _source.GiveOne(5);
        await rule.StopAsync();

        Assert.That(_sink.Rows.Single()["v"].AsInteger(), Is.Zero);
    }

    private static CompiledRule Compile(string sql, NativePlugin plugin) => RuleCompiler.Compile(
        sql,
        new Catalog([new StreamSymbol("feed", StreamKind.Stream, [], true)], new FunctionTable([.. FunctionReader.BuiltIn, .. FunctionReader.Read(plugin.Assembly)])),
        extensions: [plugin.Assembly]);

    private static bool IsCollected(WeakReference reference)
    {
        for (var i = 0; reference.IsAlive && i < 20; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return !reference.IsAlive;
    }

    private RunningRule Open(string sql) => _host.Open(new RuleSettings(
        "r",
        Compile(sql, _store.Find("version")!).Program,
        [new StreamSettings("feed", "feed", [], RowSchema.Schemaless)],
        [new SinkSettings("taken", "taken", [KeyValuePair.Create("bufferLength", (SqlValue)10_000_000L)])],
        new RunningRuleOptions()));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<WeakReference> SwapAsync(RunningRule rule, string package)
    {
        var old = new WeakReference(AssemblyLoadContext.GetLoadContext(_store.Find("version")!.Assembly));
        var plugin = _store.Install(package);
        var result = await _host.SwapAsync(rule, Compile("SELECT n, version() AS v, acc_sum(n) AS total FROM feed", plugin).Program);
        Assert.That(result, Is.EqualTo(new SwapResult(true, null)));
        return old;
    }

    private string Package(int version) => _builder.Build("Version", $$"""public static class Version { [CompiledRules.SqlFunction("version", IsDeterministic = false)] public static long Get() => {{version}}; }""");

    private sealed class Feed : ISource<SourceRow>, IDisposable
    {
        private IObserver<SourceRow>? _observer;

        public IDisposable Subscribe(IObserver<SourceRow> observer)
        {
            _observer = observer;
            return this;
        }

        /// <summary>Gives rows until it is told to stop, and says how many.</summary>
        public int Give(CancellationToken stop)
        {
            var n = 0;
            while (!stop.IsCancellationRequested)
                GiveOne(n++);
            return n;
        }

        public void GiveOne(long n) => _observer!.OnNext(new SourceRow(SqlObject.FromArrays(["n"], [n]), null));

        public void Dispose()
        {
        }
    }

    private sealed class Taken : ISink<SqlValue>
    {
        public List<SqlObject> Rows { get; } = [];

        public ValueTask ConnectAsync(CancellationToken cancellation) => ValueTask.CompletedTask;

        public ValueTask WriteAsync(SqlValue message, CancellationToken cancellation)
        {
            Rows.AddRange(message.AsArray().Select(static row => row.AsObject()));
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
