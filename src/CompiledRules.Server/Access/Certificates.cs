using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CompiledRules.Server.Access;

/// <summary>The server's certificate, and a client that trusts it and nothing else.</summary>
internal static class Certificates
{
    /// <summary>Null where the options name none.</summary>
    /// <exception cref="IOException">The files cannot be read, or hold no certificate with its key.</exception>
    public static X509Certificate2? Load(ServerOptions options)
    {
        if (options.CertificatePath is not { } path)
            return null;

        try
        {
            using var read = X509Certificate2.CreateFromPemFile(path, options.CertificateKeyPath);

            // A key that is only in memory is of no use to TLS on every system.
            return X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null);
        }
        catch (CryptographicException error)
        {
            throw new IOException($"the certificate {path} cannot be used: {error.Message}", error);
        }
    }

    /// <summary>A client for what the server asks of itself.</summary>
    /// <param name="key">Opens the server's own gate.</param>
    public static HttpClient CreateClient(X509Certificate2? own, string? key)
    {
#pragma warning disable CA2000 // The client owns the socket layer.
        var sockets = new SocketsHttpHandler();
#pragma warning restore CA2000
        if (own is not null)
            sockets.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null && own.GetCertHashString() == certificate.GetCertHashString();
        var client = new HttpClient(sockets);
        if (key is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }
}
