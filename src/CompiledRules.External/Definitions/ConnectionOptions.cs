using System.Collections.Immutable;

namespace CompiledRules.External.Definitions;

/// <summary>How an interface reaches its address.</summary>
public sealed record ConnectionOptions
{
    public static ConnectionOptions Default { get; } = new();

    /// <summary>HTTP headers, or gRPC metadata. A value may name fields of the call as <c>{{.field}}</c>.</summary>
    public ImmutableArray<KeyValuePair<string, SecretText>> Headers { get; init; } = [];

    /// <summary>Whether a <c>tcp</c> address is spoken to in TLS.</summary>
    public bool UsesTls { get; init; }

    public bool InsecureSkipVerify { get; init; }

    /// <summary>PEM file of the authorities that sign the server's certificate, instead of the machine's.</summary>
    public string? CertificateAuthorityFile { get; init; }

    /// <summary>PEM file of the certificate that we show.</summary>
    public string? CertificateFile { get; init; }

    public string? KeyFile { get; init; }

    public SecretText? BearerToken { get; init; }

    public OAuthOptions? OAuth { get; init; }

    /// <summary>Between pings on a quiet gRPC connection; null for none.</summary>
    public TimeSpan? KeepAlive { get; init; }

    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(20);

    public Uri? Proxy { get; init; }

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);
}

/// <summary>OAuth 2 client credentials.</summary>
public sealed record OAuthOptions(Uri TokenAddress, SecretText ClientId, SecretText ClientSecret, string Scope, string Audience);
