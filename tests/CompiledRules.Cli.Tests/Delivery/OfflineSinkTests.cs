using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Text;
using CompiledRules.Compiler;
using CompiledRules.Compiler.Catalogs;
using CompiledRules.Connectors;
using CompiledRules.Connectors.Memory;
using CompiledRules.Connectors.Mqtt;
using CompiledRules.Formats;
using CompiledRules.Hosting;
using CompiledRules.Sql.Symbols;
using MQTTnet.Server;

namespace CompiledRules.Cli.Tests.Delivery;

/// <summary>A broker that is away for a while under load.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class OfflineSinkTests : IDisposable
{
    private const int Rows = 3000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("compiledrules-");
    private readonly ConcurrentQueue<int> _received = new();
    private readonly MemoryTopics _topics = new();

    public void Dispose() => _folder.Delete(recursive: true);

    [Test]
    public async Task Within_the_limit_nothing_is_lost_and_the_order_is_kept()
    {
        var rule = await RunAsync(("memoryCacheThreshold", 50L), ("bufferPageSize", 100L));

        // A message whose answer was lost with the connection comes twice; that is what the protocol's qos 1 says.
        var received = _received.Distinct().ToList();
        Assert.That(received, Is.EqualTo(Enumerable.Range(0, Rows)));
        Assert.That(_received, Has.Count.LessThan(Rows + 10));
        Assert.That(rule.LostCount, Is.Zero);
    }

    [Test]
    public async Task What_the_limit_drops_is_counted_and_the_order_is_kept()
    {
        var rule = await RunAsync(("memoryCacheThreshold", 50L), ("bufferPageSize", 100L), ("maxDiskCache", 500L));

        var received = _received.Distinct().ToList();
        Assert.That(received, Is.Ordered);
        Assert.That(rule.LostCount, Is.Positive);
        Assert.That(received, Has.Count.EqualTo(Rows - rule.LostCount));
    }

    private async Task<RunningRule> RunAsync(params (string Name, SqlValue Value)[] cache)
    {
        var (broker, port) = await ListenAsync(0);
        var rule = Open($"tcp://127.0.0.1:{port}", cache);
        await rule.ConnectAsync();
        Publish(0, 500);
        await UntilAsync(() => _received.Count >= 200);
        await broker.StopAsync(new MqttServerStopOptions());
        broker.Dispose();

        Publish(500, 2500);
        await UntilAsync(() => rule.Sinks[0].IsAway && rule.Counters.RowsOut >= 2500);
        (broker, _) = await ListenAsync(port);
        Publish(2500, Rows);
        await UntilAsync(() => rule.Counters.RowsOut == Rows && rule.Sinks[0].QueuedCount == 0);
        await rule.StopAsync();
        await broker.StopAsync(new MqttServerStopOptions());
        broker.Dispose();
        return rule;
    }

    private RunningRule Open(string server, (string Name, SqlValue Value)[] cache)
    {
        var program = RuleCompiler.Compile("SELECT n FROM feed", new Catalog([new StreamSymbol("feed", StreamKind.Stream, [], true)], new FunctionTable(FunctionReader.BuiltIn))).Program;
        var host = new RuleHost(
            new ConnectorRegistry().AddBuiltIn(_topics).AddMqtt(), FormatRegistry.CreateDefault(), new ConnectorContext("test", TimeProvider.System) { Log = static _ => { } })
        {
            CacheDirectory = _folder.FullName,
        };
        return host.Open(new RuleSettings(
            "r",
            program,
            [new StreamSettings("feed", "memory", [KeyValuePair.Create("DATASOURCE", (SqlValue)"feed")], RowSchema.Schemaless)],
            [
                new SinkSettings("out", "mqtt", [
                    KeyValuePair.Create("server", (SqlValue)server), KeyValuePair.Create("topic", (SqlValue)"out"), KeyValuePair.Create("qos", (SqlValue)1L),
                    KeyValuePair.Create("sendSingle", (SqlValue)true), KeyValuePair.Create("enableCache", (SqlValue)true),
                    .. cache.Select(static option => KeyValuePair.Create(option.Name, option.Value))])
            ],
            new RunningRuleOptions()));
    }

    private void Publish(int first, int end)
    {
        for (var n = first; n < end; n++)
            _topics.Publish(new MemoryMessage("feed", SqlObject.FromArrays(["n"], [(SqlValue)(long)n])));
    }

    private async Task<(MqttServer Broker, int Port)> ListenAsync(int port)
    {
        var options = new MqttServerOptionsBuilder().WithDefaultEndpoint().WithDefaultEndpointPort(port)
            .WithDefaultEndpointBoundIPAddress(IPAddress.Loopback).WithDefaultEndpointBoundIPV6Address(IPAddress.None).Build();
        var broker = new MqttServerFactory().CreateMqttServer(options);
        broker.InterceptingPublishAsync += message =>
        {
            var text = Encoding.UTF8.GetString(message.ApplicationMessage.Payload.ToArray());
            _received.Enqueue((int)SqlJson.Parse(text).AsObject()["n"].AsFloat());
            return Task.CompletedTask;
        };
        await broker.StartAsync();
        return (broker, options.DefaultEndpointOptions.Port);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var attempt = 0; !condition(); attempt++)
        {
            Assert.That(attempt, Is.LessThan(3000), "it never came");
            await Task.Delay(10);
        }
    }
}
