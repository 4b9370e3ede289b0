using System.Net.Sockets;
using System.Text.Json;
using CompiledRules.Connectors;
using CompiledRules.Server.Http;

namespace CompiledRules.Server.Connections;

/// <summary>Tries whether the other side of a connection answers.</summary>
internal sealed class Reachability(ConnectorRegistry connectors, ConnectorContext context)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private static readonly string[] s_addresses = ["server", "addr", "address", "url", "dburl", "brokers", "host"];

    private static readonly Dictionary<string, int> s_ports = new(StringComparer.OrdinalIgnoreCase)
    {
        ["mqtt"] = 1883,
        ["redis"] = 6379,
        ["kafka"] = 9092,
        ["http"] = 80,
        ["https"] = 443,
        ["ws"] = 80,
        ["wss"] = 443,
        ["mqtts"] = 8883,
        ["ssl"] = 8883,
        ["tcp"] = 1883,
        ["mysql"] = 3306,
        ["postgres"] = 5432,
    };

    /// <summary>Ends when the other side has answered.</summary>
    /// <exception cref="IOException">It does not answer; the message says which side and why.</exception>
    /// <exception cref="ApiException">The properties name no address.</exception>
    public async Task ProbeAsync(string type, string props, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(s_patience);
        try
        {
            if (await ProbeBySinkAsync(type, props, patience.Token).ConfigureAwait(false))
                return;

            var (host, port) = AddressOf(type, RequestBody.ParseObject(props, "props"));
            using var client = new TcpClient();
            await client.ConnectAsync(host, port, patience.Token).ConfigureAwait(false);
        }
        catch (SocketException error)
        {
            throw new IOException(error.Message, error);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new IOException($"no answer within {s_patience.TotalSeconds:0} s");
        }
    }

    /// <summary>Where properties say that the other side is, or null where they do not.</summary>
    public static bool HasAddress(string props) => RequestBody.ParseObject(props, "props").EnumerateObject()
        .Any(static property => s_addresses.Contains(property.Name, StringComparer.OrdinalIgnoreCase));

    // A connector that tells of its connection is asked itself: then user and password are tried too.
    private async Task<bool> ProbeBySinkAsync(string type, string props, CancellationToken cancellation)
    {
        if (type != "mqtt")
            return false;

        SinkConnector connector;
        try
        {
            var options = SqlJson.Parse(props, wholeNumbersAsIntegers: true).AsObject().Append(KeyValuePair.Create("topic", (SqlValue)"probe"));
            connector = connectors.CreateSink(type, options, context with { Name = "connection" });
        }
        catch (OptionException error)
        {
            throw new ApiException(ErrorCode.Undefined, error.Message);
        }

        if (connector is not SinkConnector.Encoded { Sink: IConnectionStatus status } encoded)
            return false;

        await using var sink = encoded.Sink;
        await sink.ConnectAsync(cancellation).ConfigureAwait(false);
        return status.Status.State == ConnectionState.Connected ? true : throw new IOException(status.Status.Error ?? "no answer");
    }

    private static (string Host, int Port) AddressOf(string type, JsonElement props)
    {
        var property = props.EnumerateObject().FirstOrDefault(static property => s_addresses.Contains(property.Name, StringComparer.OrdinalIgnoreCase));
        if (property.Value.ValueKind != JsonValueKind.String || property.Value.GetString() is not { Length: > 0 } text)
            throw new ApiException(ErrorCode.Undefined, $"connection of type {type}: no address; set one of {string.Join(", ", s_addresses)}");

        var first = text.Split(',')[0].Trim();
        var hasScheme = first.Contains("://", StringComparison.Ordinal);
        if (!Uri.TryCreate(hasScheme ? first : $"{type}://{first}", UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            throw new ApiException(ErrorCode.Undefined, $"connection of type {type}: '{property.Name}' is no address");
        return (uri.Host, uri.Port > 0 ? uri.Port : s_ports.GetValueOrDefault(uri.Scheme, s_ports.GetValueOrDefault(type, 80)));
    }
}
