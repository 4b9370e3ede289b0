using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using CompiledRules.Portable.Connectors;

namespace CompiledRules.Portable.Tests;

/// <summary>Plugins on our Go SDK, over both wires.</summary>
[TestFixture(true)]
[TestFixture(false)]
[CancelAfter(120_000)]
internal sealed class GoSdkTests(bool isFast)
{
    private static readonly Lazy<string?> s_program = new(Build);

    private PluginFolder _plugins = null!;
    private PortableHost _host = null!;
    private string _name = null!;

    [SetUp]
    public async Task SetUp()
    {
        if (s_program.Value is not { } program)
        {
            Assert.Ignore("go is not installed");
            return;
        }

        _plugins = new PluginFolder();
        _host = new PortableHost(_plugins.Options with { UsesFastWire = isFast });
        _name = PluginFolder.NewName("go");
        await _host.InstallAsync(_name, Package(program));
    }

    [TearDown]
    public async Task TearDown()
    {
        if (_host is null)
            return;

        await _host.DisposeAsync();
        _plugins.Dispose();
    }

    [Test]
    public async Task Functions_are_called()
    {
        Assert.That(_host.FindFunction("total")!.IsAggregate, Is.True);
        Assert.That(await CallAsync("total", SqlArray.Create([1.5, 2.5])), Is.EqualTo("4"));
        Assert.That(await CallAsync("panics", 1L), Is.EqualTo("error: it went wrong"));
        Assert.That(await CallAsync("total", SqlArray.Create(["x"])), Is.EqualTo("error: not a number"));
        Assert.That(await _host.FindFunction("echo")!.ValidateAsync([1L, 2L], CancellationToken.None), Does.Contain("echo function only supports 1 parameter but got 2"));
        Assert.That(await _host.FindFunction("echo")!.ValidateAsync([1L], CancellationToken.None), Is.Null);
    }

    [Test]
    public async Task Values_of_every_kind_come_back()
    {
        SqlValue[] values =
        [
            1L, -5L, 1L << 40, 1.5, true, "", "ünï ☃", SqlValue.Null, SqlArray.Create([1L, "a", SqlValue.Null, SqlArray.Create([2.5])]),
            SqlObject.FromArrays(["a", "b"], [1L, SqlObject.FromArrays(["c"], [true])]), new string('y', 70_000),
        ];

        foreach (var value in values)
            Assert.That((await CallManyAsync([[value], [value]])).Select(static result => result.Value), Is.All.EqualTo(value));
        Assert.That((await CallManyAsync([.. values.Select(static value => SqlArray.Create([value]))])).Select(static result => result.Value), Is.EqualTo(values));
    }

    [Test]
    public async Task Sources_and_sinks_run()
    {
        var rows = new RowLog();
        using (_host.CreateSource("ticks", new PortableInstance("r1", "demo"), SqlObject.FromArrays(["datasource"], ["here"]), static _ => { })!.Subscribe(rows))
            await rows.WaitAsync(static row => row.Fields["count"].AsNumber() == 10);

        await using var sink = _host.CreateSink("lines", new PortableInstance("r1", "lines_0"), SqlObject.FromArrays(["file", "requireAck"], ["out", true]))!;
        await sink.ConnectAsync(CancellationToken.None);
        for (var i = 0; i < 20; i++)
            await sink.WriteAsync(Encoding.UTF8.GetBytes($"line {i}"), CancellationToken.None);

        Assert.That(rows[0].Fields["from"].AsString(), Is.EqualTo("here"));
        Assert.That(await File.ReadAllLinesAsync(Path.Combine(_plugins.Options.PluginDirectory, _name, "out")), Has.Length.EqualTo(20));
    }

    [Test]
    public async Task Frame_longer_than_published_plugins_take_is_a_row_error()
    {
        var result = await CallAsync("echo", new string('x', 2 << 20));

        Assert.That(result, isFast ? Has.Length.EqualTo(2 << 20) : Does.StartWith("error: The message has 20"));
        Assert.That(await CallAsync("echo", "still well"), Is.EqualTo("still well"));
    }

    private string Package(string program)
    {
        var folder = Path.Combine(_plugins.Root, "packages", _name);
        Directory.CreateDirectory(Path.Combine(folder, "sources"));
        File.Copy(program, Path.Combine(folder, "plugin"));
        File.WriteAllText(Path.Combine(folder, "sources", "ticks.yaml"), "");
        File.WriteAllText(
            Path.Combine(folder, _name + ".json"),
            JsonSerializer.Serialize(new { name = _name, language = "go", executable = "plugin", sources = (string[])["ticks"], sinks = (string[])["lines"], functions = (string[])["echo", "total", "panics"] }));
        return folder;
    }

    private async Task<string> CallAsync(string function, SqlValue argument) =>
        (await _host.FindFunction(function)!.InvokeAsync([argument], TestContext.CurrentContext.CancellationToken)).ToString();

    private async Task<RemoteResult[]> CallManyAsync(SqlArray[] rows)
    {
        var results = new RemoteResult[rows.Length];
        await _host.FindFunction("echo")!.InvokeAsync(rows, results, TestContext.CurrentContext.CancellationToken);
        return results;
    }

    private static string? Build()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Plugins", "go");
        var sdk = Path.Combine(AppContext.BaseDirectory, "sdk", "go");
        File.WriteAllText(
            Path.Combine(folder, "go.mod"),
            $"module example.org/plugin\n\ngo 1.19\n\nrequire github.com/lf-edge/ekuiper/sdk/go v0.0.0\n\nreplace github.com/lf-edge/ekuiper/sdk/go => {sdk}\n");
        try
        {
            using var build = Process.Start(new ProcessStartInfo("go", ["build", "-o", "plugin", "."]) { WorkingDirectory = folder })!;
            build.WaitForExit();
            Assert.That(build.ExitCode, Is.Zero, "go build");
            return Path.Combine(folder, "plugin");
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
