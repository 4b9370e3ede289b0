using CompiledRules.Portable.Connectors;

namespace CompiledRules.Portable.Tests;

[TestFixture]
internal sealed class PluginOptionsTests
{
    [Test]
    public void Source_is_always_given_the_common_options()
    {
        var config = PluginOptions.OfSource(Options(("DATASOURCE", "topic/1"), ("FORMAT", "JSON"), ("STRICT_VALIDATION", "true")));

        Assert.That(SqlJson.ToText(config), Is.EqualTo(
            """{"datasource":"topic/1","delimiter":"","format":"json","key":"","retainSize":0,"schemaId":"","strictValidation":true,"timestamp":"","timestampFormat":""}"""));
    }

    [Test]
    public void Extra_holds_values_of_their_own_types()
    {
        var config = PluginOptions.OfSource(Options(("seed", "5"), ("EXTRA", """{"seed":7,"pattern":{"count":50}}""")));

        Assert.That(config["seed"].AsNumber(), Is.EqualTo(7));
        Assert.That(SqlJson.ToText(config["pattern"]), Is.EqualTo("""{"count":50}"""));
        Assert.That(config.ContainsName("EXTRA"), Is.False);
    }

    [Test]
    public void Options_of_a_plugin_are_all_known()
    {
        var options = Options(("whatever", "x"));

        PluginOptions.OfSource(options);

        Assert.That(options.RejectUnknown, Throws.Nothing);
    }

    private static ConnectorOptions Options(params (string Name, string Value)[] values) =>
        new("source p", values.Select(static entry => KeyValuePair.Create(entry.Name, SqlValue.From(entry.Value))));
}
