using System.Text.Json;
using CompiledRules.Conformance.Tests.Cases;
using CompiledRules.Testing.Cases;

namespace CompiledRules.Conformance.Tests.Rules;

/// <summary>Compares what sinks got with what a case expects.</summary>
internal static class RuleCaseComparison
{
    /// <summary>Null where the case holds.</summary>
    public static string? FailureOf(ConformanceCase item, IReadOnlyList<SqlValue> actual)
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
