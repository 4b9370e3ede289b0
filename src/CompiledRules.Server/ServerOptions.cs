using System.Net;
using CompiledRules.Connectors.Web;
using CompiledRules.Server.Access;

namespace CompiledRules.Server;

/// <summary>How a server is reached and where it keeps what it is told.</summary>
public sealed record ServerOptions
{
    public const int DefaultPort = 9081;

    /// <summary>The folder of the server's database and files; made where it is missing.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The address to listen on. Any but a loopback address needs a key or an issuer of tokens.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>0 for any free port.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>A key that opens everything; null for none.</summary>
    public string? ApiKey { get; init; }

    /// <summary>More keys, each as far as it reaches.</summary>
    public IReadOnlyList<ApiKey> ApiKeys { get; init; } = [];

    /// <summary>The folder with the public keys of those who issue tokens, in PEM form under the issuers' names; null for <c>mgmt</c> in the folder of data.</summary>
    public string? IssuerKeyDirectory { get; init; }

    /// <summary>Whether callers are let in by a key or a token only. It is so in any case where <see cref="Address"/> is no loopback address or a key is set.</summary>
    public bool RequiresAuthentication { get; init; }

    /// <summary>A certificate in PEM form, with which the server speaks HTTPS; null for HTTP.</summary>
    public string? CertificatePath { get; init; }

    /// <summary>The key of the certificate, where it stands in another file.</summary>
    public string? CertificateKeyPath { get; init; }

    /// <summary>Bytes of the largest request that is read.</summary>
    public long MaxRequestBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Whether external services may stand on loopback and private addresses.</summary>
    public bool AllowsPrivateNetworks { get; init; }

    /// <summary>What relative paths in options of sources and sinks are relative to; null for the working directory.</summary>
    public string? BaseDirectory { get; init; }

    /// <summary>Where figures of rules and traces of rows are sent, by OTLP over HTTP, such as <c>http://localhost:4318</c>; null for nowhere.</summary>
    public string? OtlpCollector { get; init; }

    /// <summary>Where sources and sinks listen that others connect to: HTTP push, WebSocket and server-sent events. Nobody is asked for a key there.</summary>
    public WebListenerOptions Push { get; init; } = new();

    /// <summary>The key of the options <c>encryption</c> and <c>decryption</c> that name none: 16, 24 or 32 bytes; null for none.</summary>
    public byte[]? AesKey { get; init; }

    internal bool IsGuarded => RequiresAuthentication || !IPAddress.IsLoopback(Address) || !string.IsNullOrEmpty(ApiKey) || ApiKeys.Count > 0;

    /// <summary>The clock of rules and schedules.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Takes one line for the log; called from any thread.</summary>
    public Action<string> Log { get; init; } = static line => Console.Error.WriteLine(line);
}
