using System.Text.Json;
using CompiledRules.Compiler;
using CompiledRules.Conformance.Tests.Cases;
using CompiledRules.Testing.Cases;

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
            return Compare(item, item.Json.TryGetProperty("checkpoint", out var checkpoint)
                ? run.PlayFromCheckpoint(RuleCaseOptions.Milliseconds(item.Json.GetProperty("checkpointInterval")), checkpoint.GetProperty("checkpoints_before_pause").GetInt32())
                : run.Play());
        });

    [Test]
    public void Rules_restored_behind_any_row_give_the_same()
    {
        var cases = ConformanceCases.ReadAll("rules").Where(static item => !item.Has("checkpoint")).ToList();

        ConformanceRate.Check($"rules, restored, {backend}", cases, RuleDeviations.All, item =>
        {
            var run = new RuleCaseRun(item, backend);
            return Enumerable.Range(0, run.Arrivals.Length)
                .Select(row => Compare(item, run.Play(row)) is { } failure ? $"restored after {row} rows: {failure}" : null)
                .FirstOrDefault(static failure => failure is not null);
        });
    }

    private static string? Compare(ConformanceCase item, IReadOnlyList<SqlValue> actual)
    {
        var expected = item.Json.GetProperty("expect").EnumerateArray().ToList();
        var sql = item.Json.GetProperty("rule").GetProperty("sql").GetString()!;

        // Groups without ORDER BY come in no order that the dialect defines.
        var isOrdered = sql.Contains("ORDER BY", StringComparison.OrdinalIgnoreCase) || !sql.Contains("GROUP BY", StringComparison.OrdinalIgnoreCase);
        var count = actual.Count;
        while (count > expected.Count && actual[count - 1].AsArray().Count == 0)
            count--;

        return expected.Count == count && expected.Zip(actual).All(pair => Matches(pair.First, pair.Second, isOrdered))
            ? null
            : $"expected {string.Join("\n             ", expected.Select(static rows => CaseText.Of(CaseValue.Read(rows), sorted: true)))}\n    but was  {string.Join("\n             ", actual.Select(static rows => CaseText.Of(rows, sorted: true)))}";
    }

    private static bool Matches(JsonElement expected, SqlValue actual, bool isOrdered)
    {
        if (IsError(expected))
            return actual.AsArray() is [{ Kind: SqlKind.Object } row] && row.AsObject().ContainsName("error");

        var wanted = CaseValue.Read(expected).AsArray().Select(static row => CaseText.Of(row, sorted: true));
        var found = actual.AsArray().Select(static row => CaseText.Of(row, sorted: true));
        return isOrdered ? wanted.SequenceEqual(found) : wanted.Order(StringComparer.Ordinal).SequenceEqual(found.Order(StringComparer.Ordinal));
    }

    private static bool IsError(JsonElement rows) => rows.GetArrayLength() == 1 && rows[0].ValueKind == JsonValueKind.Object && rows[0].TryGetProperty("error", out _);
}
