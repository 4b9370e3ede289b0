using System.Net;
using System.Net.Sockets;

namespace CompiledRules.External.Connections;

/// <summary>Keeps definitions that come from outside from reaching into the network of the host.</summary>
/// <remarks>Looks at the very addresses that are connected to, after the name is resolved, so a name that resolves anew gains nothing.</remarks>
internal static class PrivateNetworkGuard
{
    /// <exception cref="PrivateNetworkException">Every address of the host is a private one.</exception>
    public static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var end = context.DnsEndPoint;
        var addresses = IPAddress.TryParse(end.Host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(end.Host, cancellation).ConfigureAwait(false);
        var open = Array.FindAll(addresses, static address => !IsPrivate(address));
        if (open.Length == 0)
            throw new PrivateNetworkException(end.Host);

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(open, end.Port, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Whether the address is loopback, private, link-local or unspecified.</summary>
    public static bool IsPrivate(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
            return true;
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
            return address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal || address.IsIPv6SiteLocal;

        return address.GetAddressBytes() is [10, ..] or [172, >= 16 and <= 31, ..] or [192, 168, ..] or [169, 254, ..] or [0, ..];
    }
}

/// <summary>A service stands where services may not stand.</summary>
internal sealed class PrivateNetworkException(string host)
    : IOException($"'{host}' is in a private network, where services are not called unless enablePrivateNet is true");
