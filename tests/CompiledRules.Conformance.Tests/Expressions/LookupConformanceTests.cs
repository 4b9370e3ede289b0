using CompiledRules.Compiler;
using CompiledRules.Conformance.Tests.Cases;

namespace CompiledRules.Conformance.Tests.Expressions;

/// <summary>Lookup joins over tables that take their time.</summary>
[TestFixture(RuleBackend.Instant)]
[TestFixture(RuleBackend.Optimized)]
public sealed class LookupConformanceTests(RuleBackend backend)
{
    [Test]
    public void Lookups_give_what_eKuiper_gives() => ConformanceRate.Check(
        $"expressions/lookup, {backend}",
        [.. ConformanceCases.ReadAll("expressions").Where(static item => item.Text("op") == "lookup_join")],
        new Dictionary<string, string>(),
        item => LookupCase.FailureOf(item, backend));
}
