using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace CompiledRules.Portable.Benchmarks;

/// <summary>The host's end of a function channel with nng alone: the same messages to the same kind of Python process, and nothing else.</summary>
internal sealed partial class BareNngEcho : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("crb").FullName;
    private readonly byte[] _command = Encoding.UTF8.GetBytes("""{"func":"Exec","arg":[1,2,"{\"funcId\":0,\"instanceId\":0,\"opId\":\"project\",\"ruleId\":\"rule\"}"]}""");
    private readonly byte[] _reply = new byte[256];
    private readonly Process _plugin;
    private readonly uint _socket;

    public BareNngEcho()
    {
        Check(Open(out _socket));
        Check(Listen(_socket, $"ipc://{Path.Combine(_root, "echo.ipc")}", 0, 0));
        var start = new ProcessStartInfo("python3", [Path.Combine(AppContext.BaseDirectory, "Plugins", "nng_add.py")]);
        start.Environment["PLUGIN_SOCKETS"] = _root;
        start.Environment["BARE_ECHO"] = "1";
        _plugin = Process.Start(start)!;
        Receive();
    }

    /// <summary>One command and its answer.</summary>
    public int Call()
    {
        Check(Send(_socket, _command, (nuint)_command.Length, 0));
        return Receive();
    }

    public void Dispose()
    {
        _plugin.Kill();
        _plugin.Dispose();
        _ = Close(_socket);
        Directory.Delete(_root, recursive: true);
    }

    private int Receive()
    {
        var length = (nuint)_reply.Length;
        Check(Receive(_socket, _reply, ref length, 0));
        return (int)length;
    }

    private static void Check(int error)
    {
        if (error != 0)
            throw new InvalidOperationException($"nng error {error}");
    }

    [LibraryImport("libnng.so.1", EntryPoint = "nng_rep0_open")]
    private static partial int Open(out uint socket);

    [LibraryImport("libnng.so.1", EntryPoint = "nng_listen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Listen(uint socket, string url, nint listener, int flags);

    [LibraryImport("libnng.so.1", EntryPoint = "nng_send")]
    private static partial int Send(uint socket, byte[] data, nuint length, int flags);

    [LibraryImport("libnng.so.1", EntryPoint = "nng_recv")]
    private static partial int Receive(uint socket, byte[] data, ref nuint length, int flags);

    [LibraryImport("libnng.so.1", EntryPoint = "nng_close")]
    private static partial int Close(uint socket);
}
