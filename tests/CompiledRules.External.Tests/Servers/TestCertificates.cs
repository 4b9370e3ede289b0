using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CompiledRules.External.Tests.Servers;

/// <summary>An authority and what it signs, made for one test run.</summary>
internal sealed class TestCertificates : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ECDsa _authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public TestCertificates()
    {
        var request = new CertificateRequest("CN=test authority", _authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        Authority = request.CreateSelfSigned(Start, Start.AddYears(20));
        AuthorityFile = Save("authority.pem", Authority.ExportCertificatePem());
    }

    public X509Certificate2 Authority { get; }

    public string AuthorityFile { get; }

    // Wide enough to hold today, whenever that is.
    private static DateTimeOffset Start { get; } = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public X509Certificate2 Server(string host = "localhost", DateTimeOffset? expires = null)
    {
        var (certificate, key) = Sign("CN=" + host, host, expires);
        using (certificate)
        using (key)
            return X509CertificateLoader.LoadPkcs12(certificate.CopyWithPrivateKey(key).Export(X509ContentType.Pkcs12), null);
    }

    public (string Certificate, string Key) Client()
    {
        var (certificate, key) = Sign("CN=client", "client", null);
        using (certificate)
        using (key)
            return (Save("client.pem", certificate.ExportCertificatePem()), Save("client.key", key.ExportPkcs8PrivateKeyPem()));
    }

    public void Dispose()
    {
        Authority.Dispose();
        _authorityKey.Dispose();
        _folder.Dispose();
    }

    private (X509Certificate2 Certificate, ECDsa Key) Sign(string subject, string host, DateTimeOffset? expires)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        return (request.Create(Authority, Start, expires ?? Start.AddYears(19), RandomNumberGenerator.GetBytes(8)), key);
    }

    private string Save(string name, string text)
    {
        _folder.Write(name, text);
        return Path.Combine(_folder.Path, name);
    }
}
