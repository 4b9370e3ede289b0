using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace CompiledRules.Connectors.Tests.Servers;

/// <summary>A server of the operating system's packages, in a process and a folder of its own. It runs without the rights of root.</summary>
internal sealed class ServerProcess : IDisposable
{
    private const string User = "nobody";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly string[] s_folders = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'), "/usr/sbin", "/usr/local/sbin"];

    private readonly string _program;
    private readonly string[] _arguments;
    private Process? _process;

    private ServerProcess(string program, int port, string[] arguments)
    {
        _program = program;
        Port = port;
        _arguments = arguments;
    }

    public int Port { get; }

    /// <summary>The path of a program, or null where it is not installed.</summary>
    public static string? Find(string program) => s_folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>Finds a program, or passes over the test.</summary>
    public static string Require(string program, string package)
    {
        if (Find(program) is { } path)
            return path;

        Assert.Ignore($"{program} is not installed; it comes with the package {package}");
        throw new InvalidOperationException("The test goes on without its server");
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Gives a folder to the user that servers run as.</summary>
    public static void GiveAway(string folder)
    {
        if (Environment.IsPrivilegedProcess)
            Run("chown", "-R", User, folder);
    }

    /// <summary>Runs a program to its end, as the user that servers run as.</summary>
    public static void Prepare(string program, params string[] arguments)
    {
        var (file, all) = Unprivileged(program, arguments);
        Run(file, all);
    }

    /// <summary>Starts a server and waits until it takes connections.</summary>
    public static ServerProcess Start(string program, int port, params string[] arguments)
    {
        var server = new ServerProcess(program, port, arguments);
        server.Restart();
        return server;
    }

    /// <summary>Starts the server again, on the same port.</summary>
    public void Restart()
    {
        var (file, arguments) = Unprivileged(_program, _arguments);
        _process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" })!;
        _process.OutputDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        var errors = new List<string?>();
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (errors)
                errors.Add(line.Data);
        };
        _process.BeginErrorReadLine();
        var isReady = SpinWait.SpinUntil(() => _process.HasExited || Answers(), s_patience) && !_process.HasExited;
        lock (errors)
            Assert.That(isReady, Is.True, $"{_program} does not start: {string.Join('\n', errors)}");
    }

    public void Stop()
    {
        if (_process is null)
            return;

        // What PostgreSQL takes as the wish to end without waiting for its clients.
        Run("kill", _program.EndsWith("/postgres", StringComparison.Ordinal) ? "-INT" : "-TERM", $"{_process.Id}");
        if (!_process.WaitForExit(s_patience))
            _process.Kill();
        _process.Dispose();
        _process = null;
    }

    public void Dispose() => Stop();

    private bool Answers()
    {
        using var client = new TcpClient();
        try
        {
            client.Connect(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            Thread.Yield();
            return false;
        }
    }

    private static (string File, string[] Arguments) Unprivileged(string program, string[] arguments) => Environment.IsPrivilegedProcess
        ? ("setpriv", ["--reuid", User, "--regid", "nogroup", "--clear-groups", "--", program, .. arguments])
        : (program, arguments);

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, $"{program}: {errors}{output.Result}");
    }
}
