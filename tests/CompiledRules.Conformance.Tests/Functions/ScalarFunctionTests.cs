using System.Text.Json;
using CompiledRules.Conformance.Tests.Cases;

namespace CompiledRules.Conformance.Tests.Functions;

/// <summary>Calls of scalar functions, one at a time. Checks of arguments at planning are the binder's.</summary>
public sealed class ScalarFunctionTests
{
    [TestCase("math")]
    [TestCase("str")]
    [TestCase("misc")]
    [TestCase("trans")]
    [TestCase("array")]
    [TestCase("obj")]
    [TestCase("datetime")]
    public void Functions(string file)
    {
        var cases = ConformanceCases.Read("functions", file).Where(static item => item.Text("kind") != "validate").ToList();

        ConformanceRate.Check($"functions/{file}", cases, FunctionDeviations.All, FailureOf);
    }

    private static string? FailureOf(ConformanceCase item)
    {
        var context = new CaseContext(ZoneOf(item));
        if (AggregateInvoker.Knows(item.Text("function") ?? ""))
            return AggregateFunctionTests.FailureOf(item);

        if (item.Text("kind") != "sequence")
            return FailureOf(item, item.Json, context, trimsArguments: true);

        if (AnalyticInvoker.Knows(item.Json.GetProperty("calls")[0].GetProperty("function").GetString()!))
            return AnalyticFunctionTests.FailureOf(item);

        return item.Json.GetProperty("calls").EnumerateArray()
            .Select(call => FailureOf(item, call, context, trimsArguments: false))
            .FirstOrDefault(static failure => failure is not null);
    }

    // A single call goes to the body of the function, which looks only at the arguments that it has, unless it counts them.
    private static string? FailureOf(ConformanceCase item, JsonElement call, CaseContext context, bool trimsArguments)
    {
        var name = call.GetProperty("function").GetString()!;
        if (!FunctionInvoker.Knows(name))
            return $"no function {name}";

        var arguments = call.GetProperty("args").EnumerateArray().Select(CaseValue.Read).ToArray();
        var expect = call.TryGetProperty("expect_engine", out var engine) ? engine : call.GetProperty("expect");
        if (item.Text("kind") == "null_guard")
            return FunctionExpectation.FailureOf(expect, false, context.Zone, () => FunctionInvoker.Guard(name, arguments) ?? FunctionInvoker.Invoke(name, arguments, context));

        if (trimsArguments && !expect.TryGetProperty("error", out _) && FunctionInvoker.MostArguments(name) < arguments.Length)
            arguments = arguments[..FunctionInvoker.MostArguments(name)];
        if (name == "compress" && expect.TryGetProperty("value", out _))
            return CompressionFailure(arguments, expect, context);

        return FunctionExpectation.FailureOf(expect, item.Flag("approx"), context.Zone, () => FunctionInvoker.Invoke(name, arguments, context));
    }

    // The bytes depend on the encoder; what they unpack to does not.
    private static string? CompressionFailure(SqlValue[] arguments, JsonElement expect, CaseContext context)
    {
        var expected = FunctionInvoker.Invoke("decompress", [CaseValue.Read(expect.GetProperty("value")), arguments[1]], context);
        var actual = FunctionInvoker.Invoke("decompress", [FunctionInvoker.Invoke("compress", arguments, context), arguments[1]], context);
        return actual.Equals(expected) ? null : $"unpacks to {SqlText.Describe(actual)}, expected {SqlText.Describe(expected)}";
    }

    private static TimeZoneInfo ZoneOf(ConformanceCase item) =>
        item.Text("tz") is { } name and not "Local" ? TimeZoneInfo.FindSystemTimeZoneById(name) : TimeZoneInfo.Utc;
}
