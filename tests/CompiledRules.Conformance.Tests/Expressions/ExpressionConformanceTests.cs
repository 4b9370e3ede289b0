using CompiledRules.Compiler;
using CompiledRules.Conformance.Tests.Cases;

namespace CompiledRules.Conformance.Tests.Expressions;

/// <summary>Single clauses through the compiler. Decoding with validation is tested with the formats; how the reference's rows keep what it computed has no counterpart.</summary>
[TestFixture(RuleBackend.Instant)]
[TestFixture(RuleBackend.Optimized)]
public sealed class ExpressionConformanceTests(RuleBackend backend)
{
    private static readonly string[] s_elsewhere = ["preprocess", "row_access", "lookup_join", "parse", "table_align"];

    [Test]
    public void Clauses_give_what_eKuiper_gives()
    {
        var cases = ConformanceCases.ReadAll("expressions")
            .Where(static item => !s_elsewhere.Contains(item.Text("op")))
            .ToList();

        ConformanceRate.Check($"expressions, {backend}", cases, ExpressionDeviations.All, item => ClauseCase.FailureOf(item, backend));
    }
}
