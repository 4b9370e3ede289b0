using System.Reactive.Linq;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CompiledRules.Extensions.Hosting.Tests;

/// <summary>What keeps an application from starting, and the words for it.</summary>
[TestFixture]
public sealed class ValidationTests
{
    [TestCase("CREATE STREAM s (a BIGINT) WITH (TYPE=\"memory\", DATASOURCE=\"s\");\nCREATE RULE r INTO out AS SELECT b FROM s", "Script(2,34): error CR2001")]
    [TestCase("CREATE RULE r INTO nowhere AS SELECT T FROM readings", "nowhere")]
    [TestCase("CREATE STREAM s () WITH (TYPE=\"none\")", "there is no source 'none'")]
    [TestCase("CREATE STREAM s () WITH (TYPE=\"memory\", DATASOURCE=\"s\", colour=\"red\")", "COLOUR")]
    [TestCase("CREATE STREAM readings () WITH (TYPE=\"memory\", DATASOURCE=\"s\")", "stream 'readings' is defined twice")]
    [TestCase("CREATE RULE r INTO out WITH (timezone=\"Moon\") AS SELECT T FROM readings", "Moon")]
    [TestCase("SELECT T FROM readings", "belongs to no rule")]
    public async Task A_script_that_cannot_run_is_refused_with_its_reason(string script, string reason) =>
        Assert.That(await ProblemsOfAsync(rules => rules.AddScript(script)), Has.Some.Contains(reason));

    [Test]
    public async Task A_rule_without_a_sink_is_refused() =>
        Assert.That(await ProblemsOfAsync(static rules => rules.AddRule("r", "SELECT T FROM readings")), Is.EqualTo(new[] { "rule r: it has no sink" }));

    [Test]
    public async Task A_rule_with_an_unknown_sink_is_refused() =>
        Assert.That(await ProblemsOfAsync(static rules => rules.AddRule("r", "SELECT T FROM readings", "elsewhere")), Is.EqualTo(new[] { "rule r: there is no sink 'elsewhere'; there are out" }));

    [Test]
    public async Task All_problems_are_told_at_once() =>
        Assert.That(await ProblemsOfAsync(static rules => rules.AddRule("a", "SELECT", "out").AddRule("b", "SELECT x FROM nothing", "out").AddScriptFile("missing.sql")), Has.Count.GreaterThanOrEqualTo(3));

    [Test]
    public async Task A_drain_without_time_is_refused() =>
        Assert.That(await ProblemsOfAsync(static rules => rules.Services.Configure<CompiledRulesOptions>(static options => options.DrainTimeout = TimeSpan.Zero)), Has.Some.Contains("DrainTimeout"));

    private static async Task<IReadOnlyList<string>> ProblemsOfAsync(Action<CompiledRulesBuilder> add)
    {
        using var host = TestApplication.Create(builder => add(builder.Services.AddCompiledRules()
            .AddSource("readings", static _ => Observable.Never<EmbeddingTests.Reading>())
            .AddSink<SqlObject>("out", static (_, _, _) => default))).Host;

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        return [.. error!.Failures];
    }
}
