using CompiledRules.Connectors.Tls;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace CompiledRules.Connectors.Mqtt;

/// <summary>What source and sink have in common: where the broker is and how to introduce oneself.</summary>
/// <param name="Server">As it was written, for messages.</param>
/// <param name="Client">What the client library is given.</param>
/// <param name="Qos">0, 1 or 2.</param>
/// <param name="Selector">What those who share the connection call it; null for a connection of one's own.</param>
internal sealed record MqttSettings(string Server, MqttClientOptions Client, MqttQualityOfServiceLevel Qos, string? Selector)
{
    private const int TcpPort = 1883;
    private const int TlsPort = 8883;

    private static readonly TimeSpan s_keepAlive = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);

    /// <param name="options">Those of a stream or sink.</param>
    /// <param name="context">Its name becomes part of a client id that is not given.</param>
    /// <param name="defaultQos">Where <c>qos</c> is not given.</param>
    /// <exception cref="OptionException">An option cannot be used.</exception>
    public static MqttSettings Read(ConnectorOptions options, ConnectorContext context, int defaultQos)
    {
        var server = options.GetString("server", "tcp://127.0.0.1:1883");
        var tls = TlsSettings.Read(options, context);
        var version = options.GetChoice("protocolVersion", "3.1.1", "3.1", "3.1.1", "5");
        var keepsSession = options.GetBoolean("enableClientSession", false);
        var expiry = options.GetInteger("sessionExpiryIntervalSeconds", keepsSession ? uint.MaxValue : 0, 0, uint.MaxValue);
        var clientId = options.GetStringOrNull("clientid");
        if (keepsSession && clientId is null)
            throw options.Error("clientid", "it is required with enableClientSession: the broker keeps the session under this name");

        var builder = new MqttClientOptionsBuilder()
            .WithClientId(clientId ?? $"{context.Name}-{Guid.NewGuid():N}")
            .WithProtocolVersion(version switch { "3.1" => MqttProtocolVersion.V310, "5" => MqttProtocolVersion.V500, _ => MqttProtocolVersion.V311 })
            .WithKeepAlivePeriod(s_keepAlive)
            .WithTimeout(s_timeout)
            .WithTryPrivate(false)
            .WithCleanSession(!keepsSession);
        if (version == "5")
            builder.WithSessionExpiryInterval((uint)expiry);
        if (options.GetStringOrNull("username") is { } user)
            builder.WithCredentials(user, options.GetString("password", ""));
        else if (options.Has("password"))
            throw options.Error("username", "it is required where a password is given");

        AddServer(builder, ParseServer(options, server), tls);
        return new MqttSettings(
            server, builder.Build(), (MqttQualityOfServiceLevel)options.GetInteger("qos", defaultQos, 0, 2), options.GetStringOrNull("connectionSelector") is { Length: > 0 } selector ? selector : null);
    }

    private static Uri ParseServer(ConnectorOptions options, string server) =>
        Uri.TryCreate(server.Contains("://", StringComparison.Ordinal) ? server : $"tcp://{server}", UriKind.Absolute, out var uri)
        && uri.Host.Length > 0
        && uri.Scheme is "tcp" or "mqtt" or "ssl" or "tls" or "mqtts" or "ws" or "wss"
            ? uri
            : throw options.Error("server", $"found \"{server}\"; expected an address such as tcp://host:1883, ssl://host:8883 or ws://host/path");

    private static void AddServer(MqttClientOptionsBuilder builder, Uri server, TlsSettings tls)
    {
        var isTls = tls.IsConfigured || server.Scheme is "ssl" or "tls" or "mqtts" or "wss";
        if (server.Scheme is "ws" or "wss")
            builder.WithWebSocketServer(web => web.WithUri(server.AbsoluteUri));
        else
            builder.WithTcpServer(server.Host, server.Port > 0 ? server.Port : isTls ? TlsPort : TcpPort);

        if (isTls)
            builder.WithTlsOptions(options => AddTls(options, server, tls));
    }

    private static void AddTls(MqttClientTlsOptionsBuilder options, Uri server, TlsSettings tls)
    {
        options.UseTls().WithTargetHost(server.Host).WithSslProtocols(tls.Protocols).WithAllowRenegotiation(tls.AllowsRenegotiation);
        if (tls.ClientCertificate is not null)
            options.WithClientCertificates([tls.ClientCertificate]);
        if (tls.TrustedRoots is not null)
            options.WithTrustChain(tls.TrustedRoots);
        if (tls.SkipsVerification)
            options.WithCertificateValidationHandler(static _ => true);
    }
}
