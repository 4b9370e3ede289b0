using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CompiledRules.Portable.Processes;

/// <summary>One running process of a plugin, in a session of its own together with all it starts.</summary>
/// <remarks>
/// A shell leads the session. It holds the reading end of a pipe whose other end only this process has, so the whole session ends with this process, however that dies;
/// and when the plugin or the shell ends first, the rest of the session is ended from here.
/// </remarks>
internal sealed class PluginProcess : IDisposable
{
    // The plugin runs in the background of a leader that waits for it; the watchdog waits for the end of the pipe.
    internal const string Leader = """
        exec 3<&0 </dev/null
        "$@" 3<&- &
        plugin=$!
        { read -r _ <&3; kill -9 0; } >/dev/null 2>&1 &
        exec 3<&-
        wait "$plugin"
        """;

    private readonly Process _process;
    private readonly TaskCompletionSource<int> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PluginProcess(Process process) => _process = process;

    /// <summary>The id of the leader, which is also that of the session and of the process group.</summary>
    public int Id { get; private set; }

    /// <summary>Completes with the exit code; 128 and the signal for a process that was killed.</summary>
    public Task<int> Exit => _exit.Task;

    /// <param name="sockets">Told to the plugin when it is not where published SDKs look.</param>
    /// <param name="log">Takes each line of standard output and standard error.</param>
    /// <exception cref="PortableException">The system has no such program.</exception>
    public static PluginProcess Start(string[] commandLine, string directory, string? pythonPath, string sockets, Action<string> log)
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            throw new PlatformNotSupportedException("Portable plugins run on Unix systems");

        var start = new ProcessStartInfo("setsid", ["/bin/sh", "-c", Leader, "plugin", .. commandLine])
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (pythonPath is not null)
            start.Environment["PYTHONPATH"] = start.Environment.TryGetValue("PYTHONPATH", out var own) && own is { Length: > 0 } ? $"{pythonPath}:{own}" : pythonPath;

        if (sockets != PortableOptions.UsualSocketDirectory)
            start.Environment["PLUGIN_SOCKETS"] = sockets;

        var plugin = new PluginProcess(new Process { StartInfo = start, EnableRaisingEvents = true });
        plugin.Run(log);
        return plugin;
    }

    public bool Contains(int id) => ProcessGroup.Contains(Id, id);

    public void Kill()
    {
        // After the end the group is gone, and its number may be another's.
        if (_exit.Task.IsCompleted || ProcessGroup.Kill(Id))
            return;

        // It has not come to lead a group yet.
        _process.Kill();
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private void Run(Action<string> log)
    {
        _process.OutputDataReceived += (_, line) => Pass(line.Data);
        _process.ErrorDataReceived += (_, line) => Pass(line.Data);
        _process.Exited += (_, _) => OnExited();
        try
        {
            _process.Start();
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new PortableException($"the plugin process could not be started: {error.Message}", error);
        }

        Id = _process.Id;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();

        void Pass(string? line)
        {
            if (line is not null)
                log(line);
        }
    }

    private void OnExited()
    {
        // The watchdog still belongs to the group, so the group's number cannot have been given to another.
        ProcessGroup.Kill(Id);
        _exit.TrySetResult(_process.ExitCode);
    }
}
