using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using CompiledRules.Portable.Processes;

namespace CompiledRules.Portable.Tests.Processes;

[TestFixture]
[CancelAfter(30_000)]
internal sealed class PluginProcessTests
{
    [TestCase("exit 3", 3)]
    [TestCase("exit 0", 0)]
    [TestCase("kill -9 $$", 137)]
    public async Task Exit_code_is_told(string script, int code)
    {
        using var process = Start(script, static _ => { });

        Assert.That(await process.Exit, Is.EqualTo(code));
    }

    [Test]
    public async Task Output_is_passed_on()
    {
        var lines = new ConcurrentQueue<string>();
        using var process = Start("echo out; echo err >&2", lines.Enqueue);
        await process.Exit;

        await UntilAsync(() => lines.Count == 2);
        Assert.That(lines, Is.EquivalentTo((string[])["out", "err"]));
    }

    [Test]
    public async Task Whatever_it_started_ends_with_it()
    {
        using var process = Start("sleep 600 & sleep 600 & exit 0", static _ => { });
        await process.Exit;

        await UntilAsync(() => !ProcessGroup.Exists(process.Id));
    }

    [Test]
    public async Task Stopped_process_can_be_ended()
    {
        using var process = Start("sleep 600 & kill -STOP $$", static _ => { });

        process.Kill();

        Assert.That(await process.Exit, Is.EqualTo(137));
        await UntilAsync(() => !ProcessGroup.Exists(process.Id));
    }

    [Test]
    public async Task Session_ends_when_the_host_is_killed()
    {
        PluginFolder.RequirePython();
        const string host = "import subprocess, sys, time; print(subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE).pid, flush=True); time.sleep(600)";
        using var parent = Process.Start(
            new ProcessStartInfo("python3", ["-c", host, "setsid", "/bin/sh", "-c", PluginProcess.Leader, "plugin", "sleep", "600"]) { RedirectStandardOutput = true })!;
        var session = int.Parse((await parent.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
        await UntilAsync(() => ProcessGroup.Exists(session));

        parent.Kill();

        await UntilAsync(() => !ProcessGroup.Exists(session));
    }

    private static PluginProcess Start(string script, Action<string> log) =>
        PluginProcess.Start(["/bin/sh", "-c", script], Path.GetTempPath(), null, PortableOptions.UsualSocketDirectory, log);

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            TestContext.CurrentContext.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
