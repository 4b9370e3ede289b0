namespace CompiledRules.Connectors.Tests;

public sealed class ConnectorOptionsTests
{
    [Test]
    public void Names_compare_without_regard_to_case() =>
        Assert.That(Options(("SERVER", "tcp://a")).GetString("server", ""), Is.EqualTo("tcp://a"));

    [TestCase("10s", 10_000)]
    [TestCase("1h30m", 5_400_000)]
    [TestCase("1.5s", 1_500)]
    [TestCase("250", 250)]
    public void Duration_is_text_with_units_or_milliseconds(string text, double milliseconds) =>
        Assert.That(Options(("interval", text)).GetDuration("interval", default).TotalMilliseconds, Is.EqualTo(milliseconds));

    [TestCase("10 s")]
    [TestCase("s")]
    [TestCase("-1s")]
    [TestCase("")]
    public void Other_text_is_no_duration(string text) =>
        Assert.That(() => Options(("interval", text)).GetDuration("interval", default), Throws.InstanceOf<OptionException>());

    [Test]
    public void Bad_value_names_connector_option_found_and_expected() =>
        Assert.That(
            () => Options(("qos", "3")).GetInteger("qos", 1, 0, 2),
            Throws.InstanceOf<OptionException>().With.Message.EqualTo("source test, option 'qos': found \"3\"; expected a whole number from 0 to 2"));

    [Test]
    public void Secret_value_stays_out_of_the_message() =>
        Assert.That(
            () => new ConnectorOptions("source test", [new("password", new SqlArray(["hunter2"]))]).GetStringOrNull("password"),
            Throws.InstanceOf<OptionException>().With.Message.Not.Contains("hunter2"));

    [Test]
    public void Unknown_option_is_refused_with_the_nearest_name()
    {
        var options = Options(("intervall", "10s"));
        options.GetDuration("interval", default);
        Assert.That(options.RejectUnknown, Throws.InstanceOf<OptionException>().With.Message.EqualTo("source test, option 'intervall': there is no such option; did you mean 'interval'?"));
    }

    [Test]
    public void Options_of_the_stream_are_not_unknown() =>
        Assert.That(Options(("FORMAT", "json"), ("sendSingle", "true")).RejectUnknown, Throws.Nothing);

    [Test]
    public void Option_that_no_part_acts_on_is_refused_unless_it_is_off()
    {
        Assert.That(Options(("resendAlterQueue", "true")).RejectUnknown, Throws.InstanceOf<OptionException>().With.Message.Contains("not supported here"));
        Assert.That(Options(("payloadField", ""), ("resendAlterQueue", "false"), ("batchSize", "0")).RejectUnknown, Throws.Nothing);
    }

    [Test]
    public void Environment_variable_is_put_in() =>
        Assert.That(
            new ConnectorOptions("source test", [new("password", "a${SECRET}b")], static name => name == "SECRET" ? "x" : null).GetStringOrNull("password"),
            Is.EqualTo("axb"));

    [Test]
    public void Missing_environment_variable_is_an_error() =>
        Assert.That(
            static () => new ConnectorOptions("source test", [new("password", "${SECRET}")], static _ => null),
            Throws.InstanceOf<OptionException>().With.Message.Contains("SECRET is not set"));

    [Test]
    public void Template_is_dynamic() =>
        Assert.That(Options(("topic", "a/{{.room}}"), ("server", "x")).DynamicNames, Is.EqualTo(new[] { "topic" }));

    [Test]
    public void Unknown_connector_lists_those_there_are() =>
        Assert.That(
            static () => new ConnectorRegistry().AddSource("one", static (_, _) => (ISource<SourceRow>)null!).CreateSource("two", [], new ConnectorContext("s", TimeProvider.System)),
            Throws.InstanceOf<OptionException>().With.Message.Contains("there is no source 'two'; there are one"));

    private static ConnectorOptions Options(params (string Name, string Value)[] values) =>
        new("source test", values.Select(static value => KeyValuePair.Create(value.Name, (SqlValue)value.Value)));
}
