using System.Diagnostics;
using System.Globalization;
using System.Text;
using CompiledRules.Broker;
using MQTTnet;
using MQTTnet.Protocol;

namespace CompiledRules.Server.Benchmarks;

/// <summary>What a rule from MQTT to MQTT carries, and HTTP into a rule, beside what the same broker carries from client to client.</summary>
/// <remarks>A message holds the moment at which it was sent; a client measures how old it is when it has gone through.</remarks>
internal static class Load
{
    // The broker drops what a client does not take in time, from 250 messages on.
    private const int Window = 200;

    public static async Task RunAsync(int seconds)
    {
        await using var broker = await EmbeddedBroker.StartAsync();
        await using var host = new Host();
        await host.StartAsync();
        await host.PostAsync("/streams", new { sql = $$"""CREATE STREAM feed (sent bigint, temperature float) WITH (TYPE="mqtt", DATASOURCE="in", SERVER="{{broker.Server}}", EXTRA="{\"qos\": 0}")""" });
        await host.PostAsync("/rules", new
        {
            id = "load",
            sql = "SELECT sent, temperature FROM feed WHERE temperature > 0",
            actions = new object[] { new { mqtt = new { server = broker.Server, topic = "out", qos = 0, sendSingle = true } } },
        });
        await Task.Delay(TimeSpan.FromSeconds(2));
        Console.WriteLine($"{"path",-28}{"messages/s",12}{"p50 ms",10}{"p95 ms",10}{"p99 ms",10}{"max ms",10}");

        // The first pass of each warms up.
        foreach (var time in new[] { 2, seconds })
        {
            var isMeasured = time == seconds;
            Report("broker alone", await RunAsync(broker, "through", "through", time), isMeasured);
            Report("MQTT -> filter -> MQTT", await RunAsync(broker, "in", "out", time), isMeasured);
        }
    }

    // So many messages are under way at most: what is measured is what the path can carry, not how long its queues are.
    private static async Task<(double Rate, double[] Ages)> RunAsync(EmbeddedBroker broker, string into, string from, int seconds)
    {
        var (ages, room) = (new List<double>(1_000_000), new SemaphoreSlim(Window));
        using var listener = await ConnectAsync(broker);
        listener.ApplicationMessageReceivedAsync += message =>
        {
            var text = Encoding.UTF8.GetString(message.ApplicationMessage.Payload);
            var start = text.IndexOf("\"sent\":", StringComparison.Ordinal) + 7;
            var end = text.AsSpan(start).IndexOfAny(',', '}');
            ages.Add(Stopwatch.GetElapsedTime(long.Parse(text.AsSpan(start, end), CultureInfo.InvariantCulture)).TotalMilliseconds);
            room.Release();
            return Task.CompletedTask;
        };
        await listener.SubscribeAsync(from, MqttQualityOfServiceLevel.AtMostOnce);
        using var sender = await ConnectAsync(broker);
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed.TotalSeconds < seconds)
        {
            if (!await room.WaitAsync(TimeSpan.FromSeconds(10)))
                throw new InvalidOperationException($"a message from {into} to {from} was lost");
            await sender.PublishStringAsync(into, $"{{\"sent\": {Stopwatch.GetTimestamp()}, \"temperature\": 21.5, \"site\": \"north\", \"line\": 4}}");
        }

        var rate = ages.Count / watch.Elapsed.TotalSeconds;
        for (var i = 0; i < Window; i++)
        {
            if (!await room.WaitAsync(TimeSpan.FromSeconds(10)))
                throw new InvalidOperationException($"a message from {into} to {from} was lost");
        }

        return (rate, [.. ages.Order()]);
    }

    private static async Task<IMqttClient> ConnectAsync(EmbeddedBroker broker)
    {
        var client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", broker.Port).Build());
        return client;
    }

    private static void Report(string path, (double Rate, double[] Ages) run, bool isMeasured)
    {
        if (isMeasured)
            Console.WriteLine($"{path,-28}{run.Rate,12:0}{At(run, 0.5),10:0.0}{At(run, 0.95),10:0.0}{At(run, 0.99),10:0.0}{At(run, 1),10:0.0}");
    }

    private static double At((double Rate, double[] Ages) run, double part) => run.Ages[(int)(part * (run.Ages.Length - 1))];
}
