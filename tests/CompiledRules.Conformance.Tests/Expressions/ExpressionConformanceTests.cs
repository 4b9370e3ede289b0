using CompiledRules.Compiler;
using CompiledRules.Conformance.Tests.Cases;

namespace CompiledRules.Conformance.Tests.Expressions;

/// <summary>Single clauses through the compiler. Decoding with validation is tested with the formats, name lookup in raw rows is the decoder's.</summary>
[TestFixture(RuleBackend.Instant)]
[TestFixture(RuleBackend.Optimized)]
public sealed class ExpressionConformanceTests(RuleBackend backend)
{
    private static readonly string[] s_elsewhere = ["preprocess", "field_access", "row_access", "lookup_join", "parse", "table_align"];

    [Test]
    public void Clauses_give_what_eKuiper_gives()
    {
        var cases = ConformanceCases.ReadAll("expressions")
            .Where(static item => !s_elsewhere.Contains(item.Text("op")))
            // An error that comes from upstream never reaches a clause here: errors leave a rule beside its rows.
            .Where(static item => !item.Json.TryGetProperty("input", out var input) || !input.TryGetProperty("error", out _))
            .ToList();

        ConformanceRate.Check($"expressions, {backend}", cases, ExpressionDeviations.All, item => ClauseCase.FailureOf(item, backend));
    }
}
