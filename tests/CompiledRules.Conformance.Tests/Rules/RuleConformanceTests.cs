using CompiledRules.Compiler;
using CompiledRules.Conformance.Tests.Cases;

namespace CompiledRules.Conformance.Tests.Rules;

/// <summary>Whole rules in virtual time, from rows to what a sink gets.</summary>
[TestFixture(RuleBackend.Instant)]
[TestFixture(RuleBackend.Optimized)]
public sealed class RuleConformanceTests(RuleBackend backend)
{
    [Test]
    public void Rules_give_what_the_reference_gives() =>
        ConformanceRate.Check($"rules, {backend}", ConformanceCases.ReadAll("rules"), RuleDeviations.All, item =>
        {
            var run = new RuleCaseRun(item, backend);
            return RuleCaseComparison.FailureOf(item, run.PlayAsTheCaseSays());
        });

    [Test]
    public void Rules_restored_behind_any_row_give_the_same()
    {
        var cases = ConformanceCases.ReadAll("rules").Where(static item => !item.Has("checkpoint")).ToList();

        ConformanceRate.Check($"rules, restored, {backend}", cases, RuleDeviations.All, item =>
        {
            var run = new RuleCaseRun(item, backend);
            return Enumerable.Range(0, run.Arrivals.Length)
                .Select(row => RuleCaseComparison.FailureOf(item, run.Play(row)) is { } failure ? $"restored after {row} rows: {failure}" : null)
                .FirstOrDefault(static failure => failure is not null);
        });
    }
}
