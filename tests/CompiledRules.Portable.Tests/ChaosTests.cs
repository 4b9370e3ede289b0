using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using CompiledRules.Portable.Sdk.Wire;

namespace CompiledRules.Portable.Tests;

/// <summary>Calls go on while processes are killed and frozen and sockets are abused, in an order that a seed fixes. <c>CHAOS_ACTIONS</c> makes it longer.</summary>
[TestFixture(true)]
[TestFixture(false)]
[CancelAfter(600_000)]
internal sealed partial class ChaosTests(bool isFast)
{
    private const int Stop = 19;
    private const int Callers = 4;
    private const int CallsPerAction = 20;

    private static int Actions => int.TryParse(Environment.GetEnvironmentVariable("CHAOS_ACTIONS"), CultureInfo.InvariantCulture, out var actions) ? actions : 8;

    private PluginFolder _plugins = null!;
    private PortableHost _host = null!;
    private string _name = null!;
    private int _calls;

    [SetUp]
    public void SetUp()
    {
        PluginFolder.RequirePython();
        _plugins = new PluginFolder();
        _name = PluginFolder.NewName("chaos");
        _calls = 0;
        _host = new PortableHost(_plugins.Options with
        {
            PythonPath = Path.Combine(AppContext.BaseDirectory, "sdk", "python"),
            UsesFastWire = isFast,
            ReceiveTimeout = TimeSpan.FromSeconds(2),
            ProbeTimeout = TimeSpan.FromSeconds(1),
            FirstRestart = TimeSpan.FromMilliseconds(10),
            LongestRestart = TimeSpan.FromMilliseconds(50),
            Attempts = 1000,
        });
    }

    [TearDown]
    public async Task TearDown()
    {
        await _host.DisposeAsync();
        _plugins.Dispose();
    }

    [TestCase(1)]
    [TestCase(2)]
    public async Task No_row_is_lost_and_no_process_is_left(int seed)
    {
        await _host.InstallAsync(_name, _plugins.Write(_name, "sdk_plugin.py", ["add"]));
        var processes = new ConcurrentDictionary<int, bool>();
        using var end = new CancellationTokenSource();
        var callers = Enumerable.Range(0, Callers).Select(caller => Task.Run(() => CallAsync(caller, end.Token))).ToArray();

        var random = new Random(seed);
        for (var action = 0; action < Actions; action++)
        {
            await WaitCallsAsync(callers);
            if (_host.Status(_name).ProcessId is { } process)
                processes[process] = true;
            await ActAsync(random);
        }

        await WaitCallsAsync(callers);
        await end.CancelAsync();
        var wrong = (await Task.WhenAll(callers)).SelectMany(static errors => errors).ToArray();
        await _host.DisposeAsync();

        Assert.That(wrong, Is.Empty);
        foreach (var process in processes.Keys)
            await UntilAsync(() => !Directory.Exists($"/proc/{process}"));
    }

    [Test]
    public async Task Every_row_gets_one_answer_where_retry_is_off()
    {
        await _host.InstallAsync(_name, _plugins.Write(_name, "sdk_plugin.py", ["fragile"], signatures: """{"fragile":{"retry":false}}"""));
        var answers = new int[320];

        await Parallel.ForAsync(0, answers.Length, new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (row, cancellation) =>
        {
            var answer = await _host.FindFunction("fragile")!.InvokeAsync([(long)row], cancellation);
            if (answer.Error is not null || answer.Value == (long)row)
                Interlocked.Increment(ref answers[row]);
        });

        Assert.That(answers, Is.All.EqualTo(1));
        Assert.That(_host.Status(_name).Restarts, Is.EqualTo(3));
        Assert.That(_host.Status(_name).FailedCalls, Is.InRange(3, 3 * Callers));
    }

    private async Task<List<string>> CallAsync(int caller, CancellationToken end)
    {
        var wrong = new List<string>();
        var add = _host.FindFunction("add")!;
        for (var number = 0L; !end.IsCancellationRequested; number++)
        {
            var rows = Enumerable.Range(0, 1 + (int)(number % 7)).Select(row => SqlArray.Create([number, SqlValue.From((long)(caller + row))])).ToArray();
            var results = new RemoteResult[rows.Length];
            await add.InvokeAsync(rows, results, CancellationToken.None);
            for (var row = 0; row < rows.Length; row++)
            {
                if (results[row].Value != number + caller + row)
                    wrong.Add($"{rows[row]} gave {results[row]}");
            }

            Interlocked.Increment(ref _calls);
        }

        return wrong;
    }

    private async Task ActAsync(Random random)
    {
        switch (random.Next(6))
        {
            case 0 or 1:
                Signal(9);
                break;
            case 2:
                Signal(Stop);
                break;
            case 3:
                Abuse(random, [1, 2, 3]);
                break;
            case 4:
                Abuse(random, [0, (byte)'S', (byte)'P', 0, 0, (byte)SpProtocol.Request, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 99, 0x80, 0]);
                break;
            default:
                await _host.UpdateAsync(_name, _plugins.Write(_name, "sdk_plugin.py", ["add"], version: PluginFolder.NewName("v")));
                break;
        }
    }

    private void Signal(int signal)
    {
        if (_host.Status(_name).ProcessId is { } process)
            _ = Kill(process, signal);
    }

    // The test's own process is not the plugin's, so it may not even greet.
    private void Abuse(Random random, byte[] bytes)
    {
        var paths = Directory.GetFiles(_plugins.Root, "*.ipc");
        using var socket = SocketFolder.Dial(paths[random.Next(paths.Length)]);
        try
        {
            socket.Send(bytes);
        }
        catch (System.Net.Sockets.SocketException)
        {
            // Refused already.
        }
    }

    private async Task WaitCallsAsync(Task[] callers)
    {
        var target = Volatile.Read(ref _calls) + CallsPerAction;
        await UntilAsync(() => Volatile.Read(ref _calls) >= target || callers.Any(static caller => caller.IsFaulted));
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            TestContext.CurrentContext.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
