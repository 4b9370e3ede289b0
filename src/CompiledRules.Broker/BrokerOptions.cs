using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace CompiledRules.Broker;

/// <summary>How an <see cref="EmbeddedBroker"/> listens and whom it lets in.</summary>
public sealed record BrokerOptions
{
    /// <summary>0 for any free port.</summary>
    public int Port { get; init; }

    /// <summary>Only this machine may connect unless another address is given.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The only user who may connect; null for anyone.</summary>
    public string? Username { get; init; }

    public string? Password { get; init; }

    /// <summary>Makes the port a TLS one; null for plain TCP.</summary>
    public X509Certificate2? Certificate { get; init; }
}
