using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using CompiledRules.External.Definitions;

namespace CompiledRules.External.Connections;

/// <summary>What a definition says about TLS, as the platform wants it.</summary>
internal static class TlsOptions
{
    public static SslClientAuthenticationOptions Create(ConnectionOptions connection)
    {
        var options = new SslClientAuthenticationOptions();
        if (connection.InsecureSkipVerify)
        {
#pragma warning disable CA5359 // The definition asks for it in so many words.
            options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }

        if (connection.CertificateAuthorityFile is { } authorities)
            options.CertificateChainPolicy = Trusting(authorities);
        if (connection.CertificateFile is { } certificate)
            options.ClientCertificates = [Load(certificate, connection.KeyFile)];
        return options;
    }

    private static X509ChainPolicy Trusting(string file)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(file);
        return policy;
    }

    private static X509Certificate2 Load(string certificate, string? key) => X509Certificate2.CreateFromPemFile(certificate, key);
}
