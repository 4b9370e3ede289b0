using System.Net;

namespace CompiledRules.Server;

/// <summary>How a server is reached and where it keeps what it is told.</summary>
public sealed record ServerOptions
{
    public const int DefaultPort = 9081;

    /// <summary>The folder of the server's database and files; made where it is missing.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The address to listen on. Any but a loopback address needs <see cref="ApiKey"/>.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>0 for any free port.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>What callers send as <c>X-Api-Key</c> or as <c>Authorization: Bearer</c>; null asks for nothing.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Bytes of the largest request that is read.</summary>
    public long MaxRequestBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Whether external services may stand on loopback and private addresses.</summary>
    public bool AllowsPrivateNetworks { get; init; }

    /// <summary>What relative paths in options of sources and sinks are relative to; null for the working directory.</summary>
    public string? BaseDirectory { get; init; }

    /// <summary>The clock of rules and schedules.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Takes one line for the log; called from any thread.</summary>
    public Action<string> Log { get; init; } = static line => Console.Error.WriteLine(line);
}
