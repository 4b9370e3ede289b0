namespace CompiledRules.Hosting.Tests;

public sealed class StreamSettingsTests
{
    [Test]
    public void Options_replace_those_of_EXTRA()
    {
        var settings = Settings("""{"qos": 2, "server": "tcp://a"}""", ("server", "tcp://b"));
        var options = new ConnectorOptions("source mqtt", settings.AllOptions());

        Assert.That((options.GetInteger("qos", 0), options.GetString("SERVER", "")), Is.EqualTo((2, "tcp://b")));
    }

    [TestCase("[1]", "expected a JSON object")]
    [TestCase("{", "not valid JSON")]
    public void EXTRA_must_be_an_object(string extra, string expected) =>
        Assert.That(() => Settings(extra).AllOptions().ToList(), Throws.InstanceOf<OptionException>().With.Message.Contains("source mqtt, option 'EXTRA'").And.Message.Contains(expected));

    private static StreamSettings Settings(string extra, params (string Name, string Value)[] options) => new(
        "demo", "mqtt", [KeyValuePair.Create("EXTRA", (SqlValue)extra), .. options.Select(static option => KeyValuePair.Create(option.Name, (SqlValue)option.Value))], RowSchema.Schemaless);
}
