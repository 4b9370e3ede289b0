using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace CompiledRules.Portable.Sdk.Wire;

/// <summary>Listens on a Unix domain socket that only this user may connect to, and removes its file at the end.</summary>
internal sealed class SpListener : IDisposable
{
    // What sockaddr_un holds on Linux, without the closing zero.
    private const int LongestPath = 107;

    private readonly Socket _socket;

    private SpListener(Socket socket, string path)
    {
        _socket = socket;
        Path = path;
    }

    public string Path { get; }

    /// <summary>Binds <paramref name="path"/>; a file left there by a dead process is removed first.</summary>
    /// <exception cref="SpException">The path is too long, or a living process listens there.</exception>
    public static SpListener Open(string path)
    {
        if (Encoding.UTF8.GetByteCount(path) > LongestPath)
            throw new SpException($"The socket path '{path}' is longer than the {LongestPath} bytes the system allows");

        RemoveStale(path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(path));
            // Nobody can connect between bind and listen, so the file is never open to others.
            if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            socket.Listen(16);
            return new SpListener(socket, path);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public ValueTask<Socket> AcceptAsync(CancellationToken cancellation) => _socket.AcceptAsync(cancellation);

    public void Dispose()
    {
        _socket.Dispose();
        File.Delete(Path);
    }

    private static void RemoveStale(string path)
    {
        if (!File.Exists(path))
            return;

        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException)
        {
            File.Delete(path);
            return;
        }

        throw new SpException($"Another process listens on '{path}'");
    }
}
