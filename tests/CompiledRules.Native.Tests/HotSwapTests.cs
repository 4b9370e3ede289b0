using CompiledRules.Compiler;
using CompiledRules.Compiler.Catalogs;
using CompiledRules.Connectors;
using CompiledRules.Formats;
using CompiledRules.Hosting;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Native.Tests;

/// <summary>A plugin is replaced by one that its rule cannot use.</summary>
[TestFixture]
[CancelAfter(120_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class HotSwapTests : IDisposable
{
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

    private RunningRule Open(string sql) => _host.Open(new RuleSettings(
        "r",
        Compile(sql, _store.Find("version")!).Program,
        [new StreamSettings("feed", "feed", [], RowSchema.Schemaless)],
        [new SinkSettings("taken", "taken", [KeyValuePair.Create("bufferLength", (SqlValue)10_000_000L)])],
        new RunningRuleOptions()));

    private string Package(int version) => _builder.Build("Version", $$"""public static class Version { [CompiledRules.SqlFunction("version", IsDeterministic = false)] public static long Get() => {{version}}; }""");

    private sealed class Feed : ISource<SourceRow>, IDisposable
    {
        private IObserver<SourceRow>? _observer;

        public IDisposable Subscribe(IObserver<SourceRow> observer)
        {
            _observer = observer;
            return this;
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
