using System.Text.Json;
using CompiledRules.Conformance.Tests.Cases;

namespace CompiledRules.Conformance.Tests.Functions;

/// <summary>Sequences of calls of functions with a state.</summary>
public sealed class AnalyticFunctionTests
{
    [TestCase("acc")]
    [TestCase("analytic")]
    [TestCase("cols")]
    public void Functions(string file)
    {
        var cases = ConformanceCases.Read("functions", file).Where(static item => item.Text("kind") != "validate").ToList();

        ConformanceRate.Check($"functions/{file}", cases, FunctionDeviations.All, FailureOf);
    }

    /// <summary>What is wrong with the first call that does not hold, or null.</summary>
    public static string? FailureOf(ConformanceCase item)
    {
        var invoker = new AnalyticInvoker();
        if (item.Text("kind") != "sequence")
            return CallFailure(invoker, item.Json);

        return item.Json.GetProperty("calls").EnumerateArray()
            .Select((call, i) => CallFailure(invoker, call) is { } failure ? $"call {i}: {failure}" : null)
            .FirstOrDefault(static failure => failure is not null);
    }

    private static string? CallFailure(AnalyticInvoker invoker, JsonElement call)
    {
        var name = call.GetProperty("function").GetString()!;
        return AnalyticInvoker.Knows(name)
            ? FunctionExpectation.FailureOf(call.GetProperty("expect"), false, TimeZoneInfo.Utc, () => Call(invoker, name, call))
            : $"no function {name}";
    }

    private static SqlValue Call(AnalyticInvoker invoker, string name, JsonElement call)
    {
        if (call.TryGetProperty("hit", out var hit))
            return invoker.Hit(name, hit.GetProperty("update").GetBoolean(), hit.GetProperty("now").GetInt64());

        var arguments = call.GetProperty("args").EnumerateArray().Select(CaseValue.Read).ToArray();
        if (call.TryGetProperty("columns", out var columns))
            return invoker.NextColumns(name, [.. columns.EnumerateArray().Select(static column => column.GetString()!)], arguments);

        if (!call.TryGetProperty("over", out var over))
            return invoker.Next(name, "", when: true, arguments);

        return invoker.Next(name, over.GetProperty("partition").GetString()!, over.GetProperty("when").GetBoolean(), arguments);
    }
}
