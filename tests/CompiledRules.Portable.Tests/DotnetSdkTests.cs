using System.Text;
using CompiledRules.Portable.Connectors;
using CompiledRules.Portable.Packages;

namespace CompiledRules.Portable.Tests;

/// <summary>Plugins on our C# SDK, over both wires.</summary>
[TestFixture(true)]
[TestFixture(false)]
[CancelAfter(60_000)]
internal sealed class DotnetSdkTests(bool isFast)
{
    private PluginFolder _plugins = null!;
    private PortableHost _host = null!;
    private string _name = null!;

    [SetUp]
    public void SetUp()
    {
        _plugins = new PluginFolder();
        _host = new PortableHost(_plugins.Options with { UsesFastWire = isFast });
        _name = PluginFolder.NewName("cs");
    }

    [TearDown]
    public async Task TearDown()
    {
        await _host.DisposeAsync();
        _plugins.Dispose();
    }

    [Test]
    public async Task Functions_are_called_and_declare_their_types()
    {
        await InstallAsync("add", "greet", "orzero", "spread", "echo");

        Assert.That(await CallAsync("add", 40L, 2L), Is.EqualTo("42"));
        Assert.That(await CallAsync("add", 40L, SqlValue.Null), Is.EqualTo("null"));
        Assert.That(await CallAsync("greet", "world"), Is.EqualTo("Hello, world!"));
        Assert.That(await CallAsync("orzero", SqlValue.Null), Is.EqualTo("0"));
        Assert.That(await CallAsync("spread", SqlArray.Create([1.5, SqlValue.Null, 4.0])), Is.EqualTo("2.5"));
        Assert.That(await CallAsync("echo", SqlObject.FromArrays(["a"], [SqlArray.Create([1L, "x"])])), Is.EqualTo("{a: [1, x]}"));
        Assert.That(_host.FindFunction("add")!.Result.Kind, Is.EqualTo(SqlKind.Integer));
        Assert.That(_host.FindFunction("spread")!.IsAggregate, Is.True);
        Assert.That(await _host.FindFunction("add")!.ValidateAsync([1L], CancellationToken.None), Is.EqualTo("Expect 2 arguments but found 1."));
    }

    [Test]
    public async Task Rows_have_their_own_results_and_errors()
    {
        await InstallAsync("picky", "add");
        var rows = Enumerable.Range(1, 2000).Select(static i => SqlArray.Create([(long)i])).ToArray();
        var results = new RemoteResult[rows.Length];

        await _host.FindFunction("picky")!.InvokeAsync(rows, results, CancellationToken.None);

        for (var i = 0; i < results.Length; i++)
            Assert.That(results[i].ToString(), Is.EqualTo((i + 1) % 3 == 0 ? $"error: {i + 1} is a multiple of three" : $"{i + 1}"));
        Assert.That(await CallAsync("add", "text", 1L), Is.EqualTo("error: Expect bigint type but found text"));
        Assert.That(await CallAsync("add", 1L), Is.EqualTo("error: Expect 2 arguments but found 1."));
    }

    [Test]
    public async Task Row_in_flight_outlives_the_process()
    {
        await InstallAsync("die");

        Assert.That(await CallAsync("die", 7L), Is.EqualTo("7"));
        Assert.That(_host.Status(_name).Restarts, Is.EqualTo(1));
    }

    [Test]
    public async Task State_is_kept_by_the_host()
    {
        await InstallAsync("count");

        Assert.That(await CallAsync("count", "a"), isFast ? Is.EqualTo("1") : Does.Contain("keeps no state"));
        Assert.That(await CallAsync("count", "a"), isFast ? Is.EqualTo("2") : Does.Contain("keeps no state"));
    }

    [Test]
    public async Task Sources_and_sinks_run()
    {
        await _host.InstallAsync(_name, _plugins.WriteDotnet(_name, [], ["ticks"], ["lines"]));
        var rows = new RowLog();
        using (_host.CreateSource("ticks", new PortableInstance("r1", "demo"), SqlObject.FromArrays(["datasource"], ["here"]), static _ => { })!.Subscribe(rows))
            await rows.WaitAsync(static row => row.Fields["count"].AsNumber() == 10);

        await using var sink = _host.CreateSink("lines", new PortableInstance("r1", "lines_0"), SqlObject.FromArrays(["file", "requireAck"], ["out", true]))!;
        await sink.ConnectAsync(CancellationToken.None);
        for (var i = 0; i < 20; i++)
            await sink.WriteAsync(Encoding.UTF8.GetBytes($"line {i}"), CancellationToken.None);

        Assert.That(rows[0].Fields["from"].AsString(), Is.EqualTo("here"));
        Assert.That(async () => await sink.WriteAsync("refuse"u8.ToArray(), CancellationToken.None), Throws.InstanceOf<IOException>().With.Message.EqualTo("refused"));
        Assert.That(await File.ReadAllLinesAsync(Path.Combine(_plugins.Options.PluginDirectory, _name, "out")), Has.Length.EqualTo(20));
        var broken = _host.CreateSink("lines", new PortableInstance("r1", "lines_1"), SqlObject.Empty)!;
        Assert.That(async () => await broken.ConnectAsync(CancellationToken.None), Throws.InstanceOf<PortableException>().With.Message.EndsWith("the sink needs a file"));
    }

    private Task<PluginManifest> InstallAsync(params string[] functions) => _host.InstallAsync(_name, _plugins.WriteDotnet(_name, functions));

    private async Task<string> CallAsync(string function, params SqlValue[] arguments) =>
        (await _host.FindFunction(function)!.InvokeAsync(SqlArray.Create(arguments), TestContext.CurrentContext.CancellationToken)).ToString();
}
