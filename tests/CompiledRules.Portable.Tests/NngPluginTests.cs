using System.Globalization;
using System.Text;
using CompiledRules.Portable.Connectors;
using CompiledRules.Portable.Packages;
using CompiledRules.Portable.Processes;

namespace CompiledRules.Portable.Tests;

/// <summary>A plugin process that speaks the old wire through nng itself.</summary>
[TestFixture]
[CancelAfter(60_000)]
internal sealed class NngPluginTests
{
    private PluginFolder _plugins = null!;
    private PortableHost _host = null!;
    private string _name = null!;

    [SetUp]
    public void SetUp()
    {
        PluginFolder.RequireNng();
        _plugins = new PluginFolder();
        _host = new PortableHost(_plugins.Options);
        _name = PluginFolder.NewName("nng");
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
        await InstallAsync(["revert", "echo", "length"]);

        Assert.That(await CallAsync("revert", "abc"), Is.EqualTo("cba"));
        Assert.That(await CallAsync("echo", 9_007_199_254_740_993L), Is.EqualTo("9007199254740993"));
        Assert.That(await CallAsync("echo", 1.5), Is.EqualTo("1.5"));
        Assert.That(await CallAsync("echo", SqlValue.From(new byte[] { 1, 2, 3 })), Is.EqualTo("AQID"));
        Assert.That(await CallAsync("length", SqlArray.Create([1L, 2L, 3L])), Is.EqualTo("3"));
    }

    [Test]
    public async Task Errors_come_back_as_row_errors_and_leave_the_plugin_well()
    {
        await InstallAsync(["fail", "nan", "echo"]);

        Assert.That(await CallAsync("fail", 1L), Does.StartWith("error: Traceback").And.Contains("it went wrong"));
        Assert.That(await CallAsync("nan", 1L), Does.StartWith("error: Failed to unmarshal function result of nan"));
        Assert.That(await CallAsync("echo", double.NaN), Does.StartWith("error: "));
        Assert.That(await CallAsync("echo", "x"), Is.EqualTo("x"));
        Assert.That(_host.Status(_name), Has.Property("State").EqualTo(PluginState.Running).And.Property("FailedCalls").EqualTo(3).And.Property("Calls").EqualTo(4));
    }

    [Test]
    public async Task Arguments_of_a_mebibyte_pass()
    {
        await InstallAsync(["length", "echo"]);
        var text = new string('x', 2 << 20);

        Assert.That(await CallAsync("length", text), Is.EqualTo("2097152"));
        Assert.That(await CallAsync("echo", text), Is.EqualTo(text));
    }

    [Test]
    public async Task What_only_the_process_knows_is_asked_at_install()
    {
        await InstallAsync(["total", "echo"]);

        Assert.That(_host.FindFunction("total")!.IsAggregate, Is.True);
        Assert.That(_host.FindFunction("echo")!.IsAggregate, Is.False);
        Assert.That(await CallAsync("total", SqlArray.Create([1L, 2L, 4L])), Is.EqualTo("7"));
    }

    [Test]
    public async Task Validate_tells_what_is_wrong_with_a_call()
    {
        await InstallAsync(["echo"]);
        var echo = _host.FindFunction("echo")!;

        Assert.That(await echo.ValidateAsync([1L], CancellationToken.None), Is.Null);
        Assert.That(await echo.ValidateAsync([1L, 2L], CancellationToken.None), Does.Contain("echo only supports 1 parameter but got 2"));
    }

    [Test]
    public async Task Row_in_flight_is_retried_when_the_process_dies()
    {
        await InstallAsync(["crashonce", "echo"]);

        Assert.That(await CallAsync("crashonce", "survivor"), Is.EqualTo("survivor"));
        Assert.That(await CallAsync("echo", "after"), Is.EqualTo("after"));
        Assert.That(_host.Status(_name).Restarts, Is.EqualTo(1));
    }

    [Test]
    public async Task Row_that_ends_every_process_is_an_error()
    {
        await InstallAsync(["crash", "echo"]);

        Assert.That(await CallAsync("crash", 1L), Does.StartWith("error: time out, plugin " + _name));
        Assert.That(await CallAsync("echo", "after"), Is.EqualTo("after"));
    }

    [Test]
    public async Task Row_in_flight_is_an_error_where_retry_is_off()
    {
        await InstallAsync(["crashonce", "echo"], """{"crashonce":{"retry":false}}""");

        Assert.That(await CallAsync("crashonce", "x"), Does.StartWith("error: "));
        Assert.That(await CallAsync("echo", "after"), Is.EqualTo("after"));
    }

    [Test]
    public async Task Hung_process_is_replaced_and_the_row_retried()
    {
        await UseAsync(options => options with { ReceiveTimeout = TimeSpan.FromMilliseconds(500), ProbeTimeout = TimeSpan.FromMilliseconds(500) });
        await InstallAsync(["freezeonce"]);

        Assert.That(await CallAsync("freezeonce", "thawed"), Is.EqualTo("thawed"));
        Assert.That(_host.Status(_name).Restarts, Is.EqualTo(1));
    }

    [Test]
    public async Task Slow_row_is_an_error_and_its_late_result_is_never_anothers()
    {
        await UseAsync(options => options with { ReceiveTimeout = TimeSpan.FromMilliseconds(300) });
        await InstallAsync(["sleep"]);

        Assert.That(await CallAsync("sleep", 400L), Does.StartWith("error: time out, plugin"));
        var next = await CallAsync("sleep", 1L);
        Assert.That(next, Is.EqualTo("1"));
        Assert.That(_host.Status(_name).Restarts, Is.Zero);
    }

    [Test]
    public async Task Rows_of_a_source_flow_over_the_death_of_its_process()
    {
        await InstallAsync([], sources: ["pyjson"]);
        var rows = new RowLog();
        var errors = new List<string>();
        var config = SqlObject.FromArrays(["interval", "datasource"], [5L, "topic/1"]);

        var source = _host.CreateSource("pyjson", new PortableInstance("rule1", "demo"), config, errors.Add)!;
        using (source.Subscribe(rows))
        {
            await rows.WaitAsync(static row => row.Fields["value"].AsNumber() == 5);
            ProcessGroup.Kill(GroupOf(_host.Status(_name).ProcessId!.Value));
            await rows.WaitAsync(static row => row.Fields["value"].AsNumber() == 5, skip: rows.Count);
            Assert.That(_host.Status(_name).References, Is.EqualTo(new Dictionary<string, int> { ["rule1"] = 1 }));
        }

        Assert.That(rows[0].Fields["from"].AsString(), Is.EqualTo("topic/1"));
        Assert.That(rows[0].Fields["named"].AsString(), Is.EqualTo("topic/1"));
        Assert.That(rows[0].Metadata!.ContainsName("pid"), Is.True);
        Assert.That(rows.Error, Is.Null);
        Assert.That(errors, Has.Some.EqualTo("source pyjson: it hurts"));
    }

    [Test]
    public async Task Source_that_refuses_its_configuration_fails_with_the_plugins_words()
    {
        await InstallAsync([], sources: ["pyjson"]);
        var rows = new RowLog();

        using var subscription = _host.CreateSource("pyjson", new PortableInstance("r", "s"), SqlObject.FromArrays(["refuse"], [true]), static _ => { })!.Subscribe(rows);

        Assert.That((await rows.Failure).Message, Does.StartWith("receive error: Traceback").And.Contains("bad configuration"));
        var again = new RowLog();
        using var next = _host.CreateSource("pyjson", new PortableInstance("r", "s"), SqlObject.FromArrays(["interval"], [1L]), static _ => { })!.Subscribe(again);
        await again.WaitAsync(static _ => true);
    }

    [Test]
    public async Task Sources_and_sinks_open_with_options_of_sql()
    {
        await InstallAsync([], sources: ["pyjson"], sinks: ["print"]);
        var context = new ConnectorContext("demo", TimeProvider.System);
        var fromSql = new Dictionary<string, SqlValue> { ["DATASOURCE"] = "topic/1", ["EXTRA"] = """{"interval":1}""" };
        var source = (SourceConnector.Rows)_host.OpenSource("pyjson", new ConnectorOptions("source pyjson", fromSql), context);
        var sink = (SinkConnector.Encoded)_host.OpenSink("print", new ConnectorOptions("sink print", new Dictionary<string, SqlValue> { ["file"] = "out.txt", ["requireAck"] = "true" }), context);
        await using var opened = sink.Sink;

        await sink.Sink.ConnectAsync(CancellationToken.None);
        await sink.Sink.WriteAsync("x"u8.ToArray(), CancellationToken.None);
        var rows = new RowLog();
        using var subscription = source.Source.Subscribe(rows);
        await rows.WaitAsync(static row => row.Fields["from"] == "topic/1");

        Assert.That(await File.ReadAllTextAsync(Path.Combine(_plugins.Options.PluginDirectory, _name, "out.txt")), Is.EqualTo("x\n"));
        Assert.That(() => _host.OpenSource("gone", new ConnectorOptions("source gone", []), context), Throws.InstanceOf<PortableException>());
    }

    [Test]
    public async Task Sink_takes_messages_and_acknowledges_them()
    {
        await InstallAsync([], sinks: ["print"]);
        var config = SqlObject.FromArrays(["file", "requireAck"], ["out.txt", true]);
        await using var sink = _host.CreateSink("print", new PortableInstance("rule1", "print_0"), config)!;
        await sink.ConnectAsync(CancellationToken.None);

        for (var i = 0; i < 100; i++)
            await sink.WriteAsync(Encoding.UTF8.GetBytes($$"""[{"a":{{i}}}]"""), CancellationToken.None);

        Assert.That(async () => await sink.WriteAsync("""{"refuse":1}"""u8.ToArray(), CancellationToken.None), Throws.InstanceOf<IOException>().With.Message.EqualTo("refused"));
        Assert.That(await File.ReadAllLinesAsync(Path.Combine(_plugins.Options.PluginDirectory, _name, "out.txt")), Has.Length.EqualTo(100).And.Some.EqualTo("""[{"a":99}]"""));
    }

    [Test]
    public async Task Acknowledgements_nobody_asked_for_do_not_stop_a_sink()
    {
        await InstallAsync([], sinks: ["print"]);
        await using var sink = _host.CreateSink("print", new PortableInstance("rule1", "print_0"), SqlObject.FromArrays(["file"], ["out.txt"]))!;
        await sink.ConnectAsync(CancellationToken.None);

        var message = Encoding.UTF8.GetBytes(new string('x', 100));
        for (var i = 0; i < 5_000; i++)
            await sink.WriteAsync(message, CancellationToken.None);

        var file = Path.Combine(_plugins.Options.PluginDirectory, _name, "out.txt");
        await UntilAsync(() => File.Exists(file) && new FileInfo(file).Length == 5_000 * 101);
    }

    [Test]
    public async Task Update_replaces_the_process_under_running_calls()
    {
        await InstallAsync(["pid", "echo"]);
        var before = await CallAsync("pid", 0L);
        var group = GroupOf(int.Parse(before, CultureInfo.InvariantCulture));

        await _host.UpdateAsync(_name, _plugins.Write(_name, "nng_plugin.py", ["pid", "echo"], version: "2"));

        Assert.That(await CallAsync("pid", 0L), Is.Not.EqualTo(before));
        Assert.That(_host.Find(_name)!.Version, Is.EqualTo("2"));
        await UntilAsync(() => !ProcessGroup.Exists(group));
    }

    [Test]
    public async Task Removed_plugin_leaves_no_process_and_no_folder()
    {
        await InstallAsync(["pid"]);
        var id = int.Parse(await CallAsync("pid", 0L), CultureInfo.InvariantCulture);
        Assert.That(_host.Status(_name).ProcessId, Is.EqualTo(id));
        var group = GroupOf(id);

        await _host.RemoveAsync(_name);

        await UntilAsync(() => !ProcessGroup.Exists(group));
        Assert.That(Directory.Exists(Path.Combine(_plugins.Options.PluginDirectory, _name)), Is.False);
        Assert.That(_host.FindFunction("pid"), Is.Null);
    }

    [Test]
    public async Task Next_host_takes_up_what_is_installed()
    {
        await InstallAsync(["echo"]);
        await _host.DisposeAsync();

        _host = new PortableHost(_plugins.Options);
        await _host.StartAsync(CancellationToken.None);

        Assert.That(await CallAsync("echo", "again"), Is.EqualTo("again"));
        Assert.That(_plugins.Log, Has.Some.EqualTo($"{_name}: plugin output"));
    }

    private async Task UseAsync(Func<PortableOptions, PortableOptions> change)
    {
        await _host.DisposeAsync();
        _host = new PortableHost(change(_plugins.Options));
    }

    private Task<PluginManifest> InstallAsync(string[] functions, string? signatures = null, string[]? sources = null, string[]? sinks = null) =>
        _host.InstallAsync(_name, PluginFolder.Zip(_plugins.Write(_name, "nng_plugin.py", functions, sources, sinks, signatures: signatures)));

    private async Task<string> CallAsync(string function, SqlValue argument) =>
        (await _host.FindFunction(function)!.InvokeAsync([argument], CancellationToken.None)).ToString();

    // The plugin's own process is a child of the leader of its group.
    private static int GroupOf(int processId)
    {
        var fields = File.ReadAllText($"/proc/{processId}/stat");
        return int.Parse(fields[(fields.LastIndexOf(')') + 2)..].Split(' ')[2], CultureInfo.InvariantCulture);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            TestContext.CurrentContext.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
