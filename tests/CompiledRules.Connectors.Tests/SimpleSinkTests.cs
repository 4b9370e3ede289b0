using static CompiledRules.Connectors.Tests.Connecting;

namespace CompiledRules.Connectors.Tests;

public sealed class SimpleSinkTests
{
    [TestCase("log", "", "rule: {}\n")]
    [TestCase("nop", "", "")]
    [TestCase("nop", "true", "rule: {}\n")]
    [TestCase("stdout", "", "{}\n")]
    public async Task Writes(string name, string log, string expected)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var context = new ConnectorContext("rule", TimeProvider.System) { Output = output, Log = output.WriteLine };
        await using var sink = ((SinkConnector.Encoded)Sink(name, context, log.Length > 0 ? [("log", log)] : [])).Sink;
        await sink.ConnectAsync(default);
        await sink.WriteAsync("{}"u8.ToArray(), default);
        Assert.That(output.ToString(), Is.EqualTo(expected));
    }
}
