using System.Text.Json;
using CompiledRules.Conformance.Tests.Cases;

namespace CompiledRules.Conformance.Tests.Functions;

/// <summary>Judges the outcome of one call.</summary>
internal static class FunctionExpectation
{
    private const double Tolerance = 1e-12;

    /// <summary>What is wrong with the outcome, or null.</summary>
    /// <param name="call">Runs the function; <see cref="SqlException"/> is its error.</param>
    public static string? FailureOf(JsonElement expect, bool isApproximate, TimeZoneInfo zone, Func<SqlValue> call)
    {
        var isError = expect.ValueKind == JsonValueKind.Object && expect.TryGetProperty("error", out _);
        SqlValue actual;
        try
        {
            actual = call();
        }
        catch (SqlException exception)
        {
            return isError ? null : $"error: {exception.Message}, expected {expect}";
        }

        if (expect.ValueKind == JsonValueKind.Null)
            return null;

        return !isError && Holds(expect, isApproximate, zone, actual) ? null : $"{SqlText.Describe(actual)}, expected {expect}";
    }

    private static bool Holds(JsonElement expect, bool isApproximate, TimeZoneInfo zone, SqlValue actual)
    {
        if (expect.TryGetProperty("value", out var value))
            return CaseValue.AreEqual(actual, Read(value), isApproximate ? Tolerance : 0, expect.TryGetProperty("unordered", out var flag) && flag.GetBoolean());

        if (expect.TryGetProperty("one_of", out var choices))
            return choices.EnumerateArray().Any(choice => CaseValue.AreEqual(actual, CaseValue.Read(choice)));

        var time = SqlTimeParse.Parse(actual.AsString(), zone, expect.GetProperty("format").GetString()!);
        return !expect.TryGetProperty("property", out var property)
            || !property.TryGetProperty("day_of_month", out var day)
            || time.Local.Day == day.GetInt32();
    }

    // A duration that a function gives is a number of nanoseconds.
    private static SqlValue Read(JsonElement value) => value.ValueKind == JsonValueKind.Object && value.TryGetProperty("$type", out var type) && type.GetString() == "duration"
        ? value.GetProperty("ms").GetInt64() * 1_000_000
        : CaseValue.Read(value);
}
