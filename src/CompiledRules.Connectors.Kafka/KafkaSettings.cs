using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CompiledRules.Connectors.Tls;
using Confluent.Kafka;

namespace CompiledRules.Connectors.Kafka;

/// <summary>What source and sink have in common: where the brokers are and how to introduce oneself.</summary>
internal static class KafkaSettings
{
    /// <summary>Reads <c>brokers</c>, <c>saslAuthType</c> (none, plain, scram), <c>saslUserName</c>, <c>password</c> (or <c>saslPassword</c>) and the TLS options.</summary>
    /// <exception cref="OptionException">An option is missing or cannot be used.</exception>
    public static ClientConfig Read(ConnectorOptions options, ConnectorContext context)
    {
        var brokers = options.GetStrings("brokers");
        if (brokers.Count == 0)
            throw options.Error("brokers", "it is required: hosts and ports with commas between them, such as 127.0.0.1:9092");

        var tls = TlsSettings.Read(options, context);
        var sasl = options.GetChoice("saslAuthType", "none", "none", "plain", "scram");
        var config = new ClientConfig
        {
            BootstrapServers = string.Join(',', brokers),
            ClientId = context.Name,
            SecurityProtocol = (tls.IsConfigured, sasl != "none") switch
            {
                (true, true) => SecurityProtocol.SaslSsl,
                (true, false) => SecurityProtocol.Ssl,
                (false, true) => SecurityProtocol.SaslPlaintext,
                _ => SecurityProtocol.Plaintext,
            },
        };
        if (sasl != "none")
        {
            config.SaslMechanism = sasl == "plain" ? SaslMechanism.Plain : SaslMechanism.ScramSha512;
            config.SaslUsername = options.RequireString("saslUserName", "the user's name");
            config.SaslPassword = options.GetStringOrNull("saslPassword") ?? options.GetString("password", "");
        }

        AddTls(config, tls);
        return config;
    }

    /// <summary>Whether another attempt may succeed: what is wrong are the brokers or the way to them.</summary>
    public static bool IsOutage(Error error) => error.Code is ErrorCode.Local_Transport or ErrorCode.Local_AllBrokersDown or ErrorCode.Local_MsgTimedOut or ErrorCode.Local_TimedOut
        or ErrorCode.Local_TimedOutQueue or ErrorCode.Local_QueueFull or ErrorCode.Local_Resolve or ErrorCode.Local_Authentication or ErrorCode.Local_WaitCoord
        or ErrorCode.LeaderNotAvailable or ErrorCode.NotLeaderForPartition or ErrorCode.RequestTimedOut or ErrorCode.BrokerNotAvailable or ErrorCode.ReplicaNotAvailable
        or ErrorCode.NetworkException or ErrorCode.NotEnoughReplicas or ErrorCode.NotEnoughReplicasAfterAppend;

    private static void AddTls(ClientConfig config, TlsSettings tls)
    {
        if (!tls.IsConfigured)
            return;

        config.EnableSslCertificateVerification = !tls.SkipsVerification;
        config.SslCaPem = tls.TrustedRoots?.ExportCertificatePems();
        if (tls.ClientCertificate is { } certificate)
        {
            config.SslCertificatePem = certificate.ExportCertificatePem();
            using AsymmetricAlgorithm? key = (AsymmetricAlgorithm?)certificate.GetRSAPrivateKey() ?? certificate.GetECDsaPrivateKey();
            config.SslKeyPem = key?.ExportPkcs8PrivateKeyPem();
        }
    }
}
