using System.Diagnostics;
using System.Runtime.CompilerServices;
using CompiledRules.Portable.Connectors;

namespace CompiledRules.Portable.Tests;

/// <summary>The two plugins of <c>samples/PortablePlugin</c>, and the development runner.</summary>
[TestFixture]
[CancelAfter(60_000)]
internal sealed class SampleTests
{
    private static readonly string s_python = Path.GetFullPath(Path.Combine(Here(), "../../samples/PortablePlugin/Python"));

    private PluginFolder _plugins = null!;

    [SetUp]
    public void SetUp()
    {
        PluginFolder.RequirePython();
        _plugins = new PluginFolder();
    }

    [TearDown]
    public void TearDown() => _plugins.Dispose();

    [Test]
    public async Task Rows_go_from_one_language_through_the_other()
    {
        await using var host = new PortableHost(_plugins.Options with { PythonPath = PythonPath });
        await host.InstallAsync("pymeter", s_python);
        await host.InstallAsync("meter", PackageOfMeter());
        var file = Path.Combine(_plugins.Root, "readings.jsonl");
        await using var sink = host.CreateSink("cs_file", new PortableInstance("convert", "cs_file_0"), SqlObject.FromArrays(["path", "requireAck"], [file, true]))!;
        await sink.ConnectAsync(CancellationToken.None);
        var rows = new RowLog();
        using (host.CreateSource("cs_meter", new PortableInstance("convert", "readings"), SqlObject.FromArrays(["datasource", "interval"], ["cellar", 1L]), static _ => { })!.Subscribe(rows))
            await rows.WaitAsync(static row => row.Fields["fahrenheit"].AsNumber() >= 212);

        for (var i = 0; i < 3; i++)
        {
            var celsius = await host.FindFunction("py_celsius")!.InvokeAsync([rows[i].Fields["fahrenheit"]], CancellationToken.None);
            var visits = await host.FindFunction("cs_visits")!.InvokeAsync([rows[i].Fields["room"]], CancellationToken.None);
            var row = SqlObject.FromArrays(["celsius", "visits"], [Math.Round(celsius.Value.AsNumber(), 6), visits.Value]);
            await sink.WriteAsync(System.Text.Encoding.UTF8.GetBytes(SqlJson.ToText(row)), CancellationToken.None);
        }

        Assert.That(await File.ReadAllLinesAsync(file), Is.EqualTo((string[])["""{"celsius":0,"visits":1}""", """{"celsius":1,"visits":2}""", """{"celsius":2,"visits":3}"""]));
        var smooth = new RemoteResult[2];
        await host.FindFunction("py_smooth")!.InvokeAsync(new SqlArray[] { [1.0], [2.0] }, smooth, CancellationToken.None);
        Assert.That(smooth.Select(static result => result.Value.AsNumber()), Is.EqualTo((double[])[1, 1.5]));
    }

    [TestCase(new[] { "function", "py_celsius", "[212.0]", "[32]" }, "100.0\n0.0\n")]
    [TestCase(new[] { "function", "py_visits", "[\"a\"]", "[\"a\"]", "[\"b\"]" }, "1\n2\n1\n")]
    [TestCase(new[] { "source", "py_meter", "{\"interval\":1,\"datasource\":\"hall\"}", "--count", "1" }, "{\"message\": {\"room\": \"hall\", \"fahrenheit\": 32.0}, \"meta\": null}\n")]
    [TestCase(new[] { "sink", "py_file", "{\"path\":\"/dev/null\"}", "{\"a\":1}", "{\"a\":2}" }, "{}\n{}\n")]
    public async Task Development_runner_plays_the_host(string[] arguments, string output)
    {
        var start = new ProcessStartInfo("python3", ["-m", "ekuiper.dev", Path.Combine(s_python, "pymeter.py"), .. arguments]) { RedirectStandardOutput = true };
        start.Environment["PYTHONPATH"] = PythonPath;
        using var runner = Process.Start(start)!;

        var text = await runner.StandardOutput.ReadToEndAsync(TestContext.CurrentContext.CancellationToken);

        // The plugin's own output goes the same way; it is told apart by its time stamp.
        Assert.That(string.Concat(text.Split('\n').Where(static line => line.Length > 0 && !line.StartsWith("20", StringComparison.Ordinal)).Select(static line => line + "\n")), Is.EqualTo(output));
    }

    private static string PythonPath => Path.Combine(AppContext.BaseDirectory, "sdk", "python");

    private string PackageOfMeter()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_plugins.Root, "meter")).FullName;
        foreach (var file in (string[])["Meter.dll", "Meter.runtimeconfig.json", "Meter.deps.json", "meter.json", "CompiledRules.Portable.Sdk.dll", "CompiledRules.Abstractions.dll"])
            File.Copy(Path.Combine(AppContext.BaseDirectory, file), Path.Combine(folder, file));
        Directory.CreateDirectory(Path.Combine(folder, "sources"));
        File.Copy(Path.Combine(AppContext.BaseDirectory, "sources", "cs_meter.yaml"), Path.Combine(folder, "sources", "cs_meter.yaml"));
        return folder;
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
