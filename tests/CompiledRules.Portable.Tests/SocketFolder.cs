using System.Net.Sockets;
using CompiledRules.Portable.Sdk.Wire;

namespace CompiledRules.Portable.Tests;

/// <summary>A folder of its own for the sockets of one test; socket paths are short, so it stands directly under the temporary folder.</summary>
internal sealed class SocketFolder : IDisposable
{
    private int _count;

    public string Folder { get; } = Directory.CreateTempSubdirectory("crp").FullName;

    public string Next() => Path.Combine(Folder, $"s{Interlocked.Increment(ref _count)}.ipc");

    public static Socket Dial(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(path));
        return socket;
    }

    public static ValueTask<SpConnection> DialAsync(string path, SpProtocol own) =>
        SpDialer.ConnectAsync(path, own, 1 << 28, CancellationToken.None);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
