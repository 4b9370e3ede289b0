using System.Globalization;
using System.Text;
using CompiledRules.Portable.Connectors;
using CompiledRules.Portable.Packages;

namespace CompiledRules.Portable.Tests;

/// <summary>Plugins on our Python SDK, over both wires.</summary>
[TestFixture(true)]
[TestFixture(false)]
[CancelAfter(60_000)]
internal sealed class PythonSdkTests(bool isFast)
{
    private PluginFolder _plugins = null!;
    private PortableHost _host = null!;
    private string _name = null!;

    [SetUp]
    public void SetUp()
    {
        PluginFolder.RequirePython();
        _plugins = new PluginFolder();
        _host = new PortableHost(_plugins.Options with { PythonPath = PythonPath, UsesFastWire = isFast });
        _name = PluginFolder.NewName("py");
    }

    [TearDown]
    public async Task TearDown()
    {
        await _host.DisposeAsync();
        _plugins.Dispose();
    }

    [Test]
    public async Task Functions_of_classes_are_called()
    {
        await InstallAsync("revert", "total");

        Assert.That(await CallAsync("revert", "abc"), Is.EqualTo("cba"));
        Assert.That(await CallAsync("total", SqlArray.Create([1L, 2L, 4L])), Is.EqualTo("7"));
        Assert.That(_host.FindFunction("revert")!.IsAggregate, Is.False);
        Assert.That(_host.FindFunction("total")!.IsAggregate, Is.True);
        Assert.That(await _host.FindFunction("revert")!.ValidateAsync([1L, 2L], CancellationToken.None), Does.Contain("revert only supports 1 parameter but got 2"));
    }

    [Test]
    public async Task Rows_of_a_batch_have_their_own_results_and_errors()
    {
        await InstallAsync("picky");

        var results = await CallManyAsync("picky", [.. Enumerable.Range(1, 3000).Select(static i => SqlArray.Create([(long)i]))]);

        for (var i = 0; i < results.Length; i++)
        {
            if ((i + 1) % 3 == 0)
                Assert.That(results[i].Error!.Message, Does.Contain($"{i + 1} is a multiple of three"));
            else
                Assert.That(results[i].Value, Is.EqualTo(SqlValue.From(i + 1L)));
        }

        Assert.That(_host.Status(_name), Has.Property("Calls").EqualTo(3000).And.Property("FailedCalls").EqualTo(1000));
    }

    [Test]
    public async Task Types_come_from_the_hints()
    {
        await InstallAsync("add", "spread");
        var add = _host.FindFunction("add")!;

        Assert.That(add.Parameters.Select(static parameter => parameter.Type.Kind), Is.EqualTo((SqlKind?[])[SqlKind.Integer, SqlKind.Integer]));
        Assert.That(add.Result.Kind, Is.EqualTo(SqlKind.Integer));
        Assert.That(add.Check([SqlKind.Integer]), Is.EqualTo("Expect 2 arguments but found 1."));
        Assert.That(add.Check([SqlKind.Integer, SqlKind.String]), Is.EqualTo("Expect bigint type for parameter 2"));
        Assert.That(add.Check([SqlKind.Integer, null]), Is.Null);
        Assert.That(_host.FindFunction("spread")!.IsAggregate, Is.True);
        Assert.That(await CallAsync("spread", SqlArray.Create([1L, 5.5])), Is.EqualTo("4.5"));
    }

    [Test]
    public async Task Values_of_every_kind_come_back()
    {
        await InstallAsync("echo");
        SqlValue[] values =
        [
            1L, long.MinValue, 1.5, true, "", "text", "ünï ☃ 𝄞", SqlValue.Null, SqlArray.Empty, SqlArray.Create([1L, "a", SqlValue.Null, SqlArray.Create([2.5])]),
            SqlObject.FromArrays(["a", "b"], [1L, SqlObject.FromArrays(["c"], [true])]), new string('y', 70_000),
        ];

        foreach (var value in values)
        {
            var results = await CallManyAsync("echo", [[value], [value], [value]]);
            Assert.That(results.Select(static result => result.Value), Is.All.EqualTo(value));
        }

        var mixed = await CallManyAsync("echo", [.. values.Select(static value => SqlArray.Create([value]))]);
        Assert.That(mixed.Select(static result => result.Value), Is.EqualTo(values));
    }

    [Test]
    public async Task Fast_wire_keeps_what_json_loses()
    {
        await InstallAsync("kind", "echo", "later", "half");

        Assert.That(await CallAsync("kind", 2.0), Is.EqualTo(isFast ? "float" : "int"));
        Assert.That(await CallAsync("kind", SqlValue.From(new byte[] { 1 })), Is.EqualTo(isFast ? "bytes" : "str"));
        Assert.That(await CallAsync("half", 3L), Is.EqualTo("1.5"));
        if (isFast)
        {
            var time = SqlTime.FromUnixMilliseconds(1_700_000_000_123, TimeZoneInfo.Utc);
            Assert.That((await CallManyAsync("later", [[SqlValue.From(time)]]))[0].Value.AsTime().UnixMilliseconds, Is.EqualTo(1_700_086_400_123));
            Assert.That((await CallManyAsync("echo", [[SqlArray.Create([SqlValue.From(time), double.NaN])]]))[0].Value.AsArray()[0].AsTime(), Is.EqualTo(time));
        }
    }

    [Test]
    public async Task Result_without_a_form_on_the_wire_is_the_error_of_its_row()
    {
        await InstallAsync("opaque", "huge", "echo");

        Assert.That(await CallAsync("opaque", 1L), Does.StartWith("error: ").And.Contain("object"));
        Assert.That(await CallAsync("huge", 1L), isFast ? Does.StartWith("error: ").And.Contain("64 bits") : Is.EqualTo("1.1805916207174113E+21"));
        Assert.That(await CallAsync("echo", "well"), Is.EqualTo("well"));
    }

    [Test]
    public async Task Batch_functions_get_columns()
    {
        await InstallAsync("doubled", "short");

        var results = await CallManyAsync("doubled", [[1L], [2L], [3L]]);

        Assert.That(results.Select(static result => result.Value.AsInteger()), Is.EqualTo((long[])[2, 4, 6]));
        Assert.That((await CallManyAsync("short", [[1L], [2L]])).Select(static result => result.Error), Is.All.Not.Null);
    }

    [Test]
    public async Task State_is_kept_by_the_host_and_outlives_the_process()
    {
        if (!isFast)
            Assert.Ignore("the old wire has no state");
        await InstallAsync("count", "forget");

        Assert.That(await CallAsync("count", "a"), Is.EqualTo("1"));
        Assert.That(await CallAsync("count", "a"), Is.EqualTo("2"));
        System.Diagnostics.Process.GetProcessById(_host.Status(_name).ProcessId!.Value).Kill();
        Assert.That(await CallAsync("count", "a"), Is.EqualTo("3"));
        Assert.That(await CallAsync("count", "b"), Is.EqualTo("1"));
    }

    [Test]
    public async Task No_row_is_lost_when_processes_die_in_mid_batch()
    {
        await InstallAsync("mortal");

        var results = await CallManyAsync("mortal", [.. Enumerable.Range(0, 250).Select(static i => SqlArray.Create([(long)i]))]);

        Assert.That(results.Select(static result => result.ToString()), Is.EqualTo(Enumerable.Range(0, 250).Select(static i => i.ToString(CultureInfo.InvariantCulture))));
        Assert.That(_host.Status(_name).Restarts, Is.EqualTo(2));
    }

    [Test]
    public async Task Rows_in_flight_are_errors_where_retry_is_off()
    {
        await InstallAsync("fragile");
        // Says that it must not be called twice only once it runs, which the package may say before.
        var results = await CallManyAsync("fragile", [.. Enumerable.Range(90, 20).Select(static i => SqlArray.Create([(long)i]))]);

        Assert.That(results.Count(static result => result.Error is not null), Is.EqualTo(isFast ? 20 : 1));
        Assert.That(await CallAsync("fragile", 1L), Is.EqualTo("1"));
    }

    [Test]
    public async Task Calls_are_in_flight_together()
    {
        await InstallAsync("pause", "add");
        var slow = CallAsync("pause", 300L);

        Assert.That((await CallManyAsync("add", [[1L, 2L]]))[0].ToString(), Is.EqualTo("3"));
        Assert.That(slow.IsCompleted, Is.False);
        Assert.That(await slow, Is.EqualTo("300"));
    }

    [Test]
    public async Task Sources_and_sinks_run()
    {
        await _host.InstallAsync(_name, _plugins.Write(_name, "sdk_plugin.py", [], ["ticks"], ["lines"]));
        var rows = new RowLog();
        using (_host.CreateSource("ticks", new PortableInstance("r1", "demo"), SqlObject.FromArrays(["interval", "datasource"], [1L, "here"]), static _ => { })!.Subscribe(rows))
            await rows.WaitAsync(static row => row.Fields["count"].AsNumber() == 10);

        await using var sink = _host.CreateSink("lines", new PortableInstance("r1", "lines_0"), SqlObject.FromArrays(["file", "requireAck"], ["out", true]))!;
        await sink.ConnectAsync(CancellationToken.None);
        for (var i = 0; i < 20; i++)
            await sink.WriteAsync(Encoding.UTF8.GetBytes($"line {i}"), CancellationToken.None);

        Assert.That(rows[0].Fields["from"].AsString(), Is.EqualTo("here"));
        Assert.That(rows[0].Metadata!["rule"].AsString(), Is.EqualTo("r1"));
        Assert.That(await File.ReadAllLinesAsync(Path.Combine(_plugins.Options.PluginDirectory, _name, "out")), Has.Length.EqualTo(20));
        Assert.That(_plugins.Log, Has.Some.Contain("ticks begin"));
    }

    private static string PythonPath => Path.Combine(AppContext.BaseDirectory, "sdk", "python");

    private Task<PluginManifest> InstallAsync(params string[] functions) =>
        _host.InstallAsync(_name, _plugins.Write(_name, "sdk_plugin.py", functions));

    private async Task<string> CallAsync(string function, SqlValue argument) => (await CallManyAsync(function, [[argument]]))[0].ToString();

    private async Task<RemoteResult[]> CallManyAsync(string function, SqlArray[] rows)
    {
        var results = new RemoteResult[rows.Length];
        await _host.FindFunction(function)!.InvokeAsync(rows, results, TestContext.CurrentContext.CancellationToken);
        return results;
    }
}
