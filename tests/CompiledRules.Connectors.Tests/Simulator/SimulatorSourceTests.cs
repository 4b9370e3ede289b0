using Microsoft.Extensions.Time.Testing;
using static CompiledRules.Connectors.Tests.Connecting;

namespace CompiledRules.Connectors.Tests.Simulator;

public sealed class SimulatorSourceTests
{
    private const string Data = """[{"a":1},{"a":2}]""";

    [Test]
    public void Rows_come_at_the_interval_and_again()
    {
        var time = new FakeTimeProvider();
        var recorder = new Recorder();
        using var subscription = recorder.SubscribeTo(Source("simulator", new ConnectorContext("s", time), ("data", Data), ("interval", "500ms")));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(recorder.Text, Is.EqualTo("""{"a":1} {"a":2} {"a":1}"""));
    }

    [Test]
    public void Without_loop_the_stream_ends() => Assert.That(
        Recorder.Record(Source("simulator", new ConnectorContext("s", TimeProvider.System), ("data", SqlJson.Parse(Data)), ("interval", 0L), ("loop", false))),
        Is.EqualTo("""{"a":1} {"a":2} |"""));

    [TestCase("")]
    [TestCase("[]")]
    [TestCase("[1]")]
    [TestCase("{}")]
    public void Data_must_be_an_array_of_objects(string data) => Assert.That(
        () => Source("simulator", new ConnectorContext("s", TimeProvider.System), ("data", data)),
        Throws.InstanceOf<OptionException>().With.Message.Contains("an array of objects such as [{\"temperature\": 21.5}]"));
}
