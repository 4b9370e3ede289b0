using System.Net;
using MQTTnet;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace CompiledRules.Broker;

/// <summary>An MQTT 5 and 3.1.1 broker inside the process. Retained messages and sessions live as long as it does.</summary>
public sealed class EmbeddedBroker : IAsyncDisposable
{
    private readonly MqttServer _server;
    private readonly BrokerOptions _options;

    private EmbeddedBroker(MqttServer server, BrokerOptions options, int port)
    {
        _server = server;
        _options = options;
        Port = port;
    }

    /// <summary>The port it listens on.</summary>
    public int Port { get; }

    /// <summary>As the <c>server</c> option of a connector takes it.</summary>
    public string Server => $"{(_options.Certificate is null ? "tcp" : "ssl")}://{(_options.Address.Equals(IPAddress.Any) ? IPAddress.Loopback : _options.Address)}:{Port}";

    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<EmbeddedBroker> StartAsync(BrokerOptions? options = null)
    {
        options ??= new BrokerOptions();
        var (server, endpoint) = Create(options);
        try
        {
            await server.StartAsync();
        }
        catch (Exception exception) when (exception is System.Net.Sockets.SocketException or InvalidOperationException)
        {
            server.Dispose();
            throw new IOException($"the broker cannot listen on {options.Address}:{options.Port}: {exception.Message}", exception);
        }

        return new EmbeddedBroker(server, options, endpoint.Port);
    }

    /// <summary>Publishes as the broker itself.</summary>
    public Task PublishAsync(string topic, ReadOnlyMemory<byte> payload, bool retain = false, CancellationToken cancellation = default)
    {
        var message = new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(payload.ToArray()).WithRetainFlag(retain).Build();
        return _server.InjectApplicationMessage(new InjectedMqttApplicationMessage(message), cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(new MqttServerStopOptions());
        _server.Dispose();
    }

    private static (MqttServer Server, MqttServerTcpEndpointBaseOptions Endpoint) Create(BrokerOptions options)
    {
        var builder = new MqttServerOptionsBuilder();
        if (options.Certificate is null)
            builder.WithDefaultEndpoint().WithDefaultEndpointPort(options.Port).WithDefaultEndpointBoundIPAddress(options.Address).WithDefaultEndpointBoundIPV6Address(IPAddress.None);
        else
            builder.WithoutDefaultEndpoint().WithEncryptedEndpoint().WithEncryptedEndpointPort(options.Port).WithEncryptedEndpointBoundIPAddress(options.Address).WithEncryptedEndpointBoundIPV6Address(IPAddress.None).WithEncryptionCertificate(options.Certificate);

        var built = builder.Build();
        var server = new MqttServerFactory().CreateMqttServer(built);
        server.ValidatingConnectionAsync += connection =>
        {
            if (options.Username is not null && (connection.UserName != options.Username || connection.Password != options.Password))
                connection.ReasonCode = MqttConnectReasonCode.BadUserNameOrPassword;
            return Task.CompletedTask;
        };
        return (server, options.Certificate is null ? built.DefaultEndpointOptions : built.TlsEndpointOptions);
    }
}
