using CompiledRules.Conformance.Tests.Cases;

namespace CompiledRules.Conformance.Tests.Functions;

/// <summary>Aggregates over columns, by every overload that takes them, and their running forms.</summary>
public sealed class AggregateFunctionTests
{
    [TestCase("agg")]
    [TestCase("inc_agg")]
    public void Functions(string file)
    {
        var cases = ConformanceCases.Read("functions", file).Where(static item => item.Text("kind") != "validate").ToList();

        ConformanceRate.Check($"functions/{file}", cases, FunctionDeviations.All, static item => item.Text("kind") == "sequence" ? RunningFailure(item) : FailureOf(item));
    }

    /// <summary>What is wrong with the aggregate over the columns of the case, or null.</summary>
    public static string? FailureOf(ConformanceCase item)
    {
        var name = item.Text("function")!;
        var expect = item.Json.GetProperty(item.Has("expect_engine") ? "expect_engine" : "expect");
        var columns = item.Json.GetProperty("args").EnumerateArray().Select(CaseValue.Read).ToArray();
        if (!AggregateInvoker.Knows(name))
            return $"no aggregate {name}";

        // A column that is null as a whole cannot be written in SQL.
        if (item.Text("kind") == "null_guard")
            return FunctionExpectation.FailureOf(expect, false, TimeZoneInfo.Utc, static () => SqlValue.Null);

        var overloads = AggregateInvoker.Overloads(name, columns).ToList();
        if (overloads.Count == 0)
            return FunctionExpectation.FailureOf(expect, false, TimeZoneInfo.Utc, static () => throw new SqlException("wrong number of arguments"));

        return overloads
            .Select(overload => FunctionExpectation.FailureOf(expect, item.Flag("approx"), TimeZoneInfo.Utc, () => AggregateInvoker.Invoke(overload, columns)) is { } failure ? $"{overload.Name}: {failure}" : null)
            .FirstOrDefault(static failure => failure is not null);
    }

    // inc_sum is sum over the values so far, and so are the others.
    private static string? RunningFailure(ConformanceCase item)
    {
        var states = new Dictionary<string, object>();
        foreach (var call in item.Json.GetProperty("calls").EnumerateArray())
        {
            var name = call.GetProperty("function").GetString()!.Replace("inc_", "", StringComparison.Ordinal);
            if (!states.TryGetValue(name, out var state))
                states[name] = state = AggregateInvoker.New(name);

            var row = call.GetProperty("args").EnumerateArray().Select(CaseValue.Read).ToArray();
            var failure = FunctionExpectation.FailureOf(call.GetProperty("expect"), false, TimeZoneInfo.Utc, () =>
            {
                AggregateInvoker.Add(state, row);
                return AggregateInvoker.Result(state);
            });
            if (failure is not null)
                return failure;
        }

        return null;
    }
}
