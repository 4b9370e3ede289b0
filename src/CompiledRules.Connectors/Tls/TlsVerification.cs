using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace CompiledRules.Connectors.Tls;

/// <summary>How the certificate of a server is looked at.</summary>
internal static class TlsVerification
{
    /// <summary>Any certificate will do; only where the user asks for it with <c>insecureSkipVerify</c>.</summary>
#pragma warning disable CA5359
    public static RemoteCertificateValidationCallback Skip { get; } = static (_, _, _, _) => true;
#pragma warning restore CA5359

    public static X509ChainPolicy PolicyOf(X509Certificate2Collection roots)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(roots);
        return policy;
    }

    /// <summary>The name must fit and the chain must end in one of <paramref name="roots"/>.</summary>
    public static RemoteCertificateValidationCallback ByRoots(X509Certificate2Collection roots) => (_, certificate, _, errors) =>
    {
        if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
            return false;

        using var chain = new X509Chain { ChainPolicy = PolicyOf(roots) };
        using var copy = new X509Certificate2(certificate);
        return chain.Build(copy);
    };
}
