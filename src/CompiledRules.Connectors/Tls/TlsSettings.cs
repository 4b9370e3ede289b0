using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace CompiledRules.Connectors.Tls;

/// <summary>The TLS options that network connectors share.</summary>
/// <param name="ClientCertificate">With its private key; null where the server asks for none.</param>
/// <param name="TrustedRoots">In place of those of the machine; null for those.</param>
/// <param name="SkipsVerification">Whether any certificate of the server will do.</param>
/// <param name="Protocols">None lets the operating system choose.</param>
/// <param name="AllowsRenegotiation">Whether the server may renegotiate, before TLS 1.3.</param>
public sealed record TlsSettings(
    X509Certificate2? ClientCertificate, X509Certificate2Collection? TrustedRoots, bool SkipsVerification, SslProtocols Protocols, bool AllowsRenegotiation)
{
    /// <summary>Whether any option is set, so that TLS is wanted also where the address does not say so.</summary>
    public bool IsConfigured => ClientCertificate is not null || TrustedRoots is not null || SkipsVerification;

    /// <summary>Reads <c>certificationPath</c>, <c>privateKeyPath</c>, <c>rootCaPath</c>, their <c>…Raw</c> forms (base64 of PEM), <c>insecureSkipVerify</c>,
    /// <c>tlsMinVersion</c> and <c>renegotiationSupport</c>.</summary>
    /// <exception cref="OptionException">A file cannot be read or holds no such key or certificate.</exception>
    public static TlsSettings Read(ConnectorOptions options, ConnectorContext context)
    {
        var certificate = ReadPem(options, context, "certificationPath", "certificationRaw");
        var key = ReadPem(options, context, "privateKeyPath", "privateKeyRaw");
        var roots = ReadPem(options, context, "rootCaPath", "rootCARaw");
        if (certificate is null != key is null)
            throw options.Error(certificate is null ? "certificationPath" : "privateKeyPath", "it is required: certificate and private key go together");

        return new TlsSettings(
            certificate is null ? null : Parse(options, "certificationPath", () => X509Certificate2.CreateFromPem(certificate, key)),
            roots is null ? null : Parse(options, "rootCaPath", () => ParseRoots(roots)),
            options.GetBoolean("insecureSkipVerify", false),
            ProtocolsFrom(options.GetChoice("tlsMinVersion", "", "", "tls1.2", "tls1.3")),
            options.GetChoice("renegotiationSupport", "never", "never", "once", "freely") != "never");
    }

    private static string? ReadPem(ConnectorOptions options, ConnectorContext context, string pathOption, string rawOption)
    {
        var path = options.GetStringOrNull(pathOption);
        var raw = options.GetStringOrNull(rawOption);
        try
        {
            if (path is not null)
                return File.ReadAllText(context.ResolvePath(path));

            return raw is null ? null : Encoding.UTF8.GetString(Convert.FromBase64String(raw));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw options.Error(pathOption, $"the file cannot be read: {exception.Message}");
        }
        catch (FormatException)
        {
            throw options.Error(rawOption, "its value cannot be used; expected the base64 form of a PEM text");
        }
    }

    private static X509Certificate2Collection ParseRoots(string pem)
    {
        var roots = new X509Certificate2Collection();
        roots.ImportFromPem(pem);
        return roots.Count > 0 ? roots : throw new CryptographicException("it holds no certificate");
    }

    private static T Parse<T>(ConnectorOptions options, string option, Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw options.Error(option, $"the PEM text cannot be used: {exception.Message}");
        }
    }

    private static SslProtocols ProtocolsFrom(string version) => version switch
    {
        "tls1.2" => SslProtocols.Tls12 | SslProtocols.Tls13,
        "tls1.3" => SslProtocols.Tls13,
        _ => SslProtocols.None,
    };
}
