using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace CompiledRules.Connectors.Web;

/// <summary>Where sources and sinks that are servers listen.</summary>
public sealed record WebListenerOptions
{
    public const int DefaultPort = 10081;

    /// <summary>The address to listen on. Where other machines can reach it, whoever can do so can send.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>0 for any free port.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>With its private key; null to listen without TLS.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Bytes of the largest message that is taken.</summary>
    public long MaxMessageBytes { get; init; } = 16 * 1024 * 1024;
}
