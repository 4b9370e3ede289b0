using System.Text.RegularExpressions;
using BenchmarkDotNet.Attributes;

namespace CompiledRules.Benchmarks.Typed;

/// <summary>W6: what do CASE, LIKE, a regular expression, concatenation and functions of numbers cost over C# rows?</summary>
[MemoryDiagnoser]
public partial class TextTypedBenchmarks
{
    private readonly Sum<Line> _sum = new(static line => line.Tag.Length + line.Root + line.Level.Length);
    private TypedRun<Line> _run = null!;

    [GlobalSetup]
    public void Setup()
    {
        _run = new TypedRun<Line>(
            "SELECT CASE WHEN Temperature > 30 THEN 'hot' ELSE 'mild' END AS Level, concat(DeviceId, '-', Status) AS Tag, round(sqrt(Humidity)) AS Root FROM readings "
            + "WHERE DeviceId LIKE 'device-01%' AND regexp_matches(Status, '^er')",
            static line => line.Tag.Length + line.Root + line.Level.Length);
        Expect.Same(Limit(), RuleBatch());
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Workload.Events)]
    public double Limit()
    {
        _sum.Total = 0;
        foreach (ref readonly var row in Workload.Readings.AsSpan())
        {
            if (row.DeviceId.StartsWith("device-01", StringComparison.Ordinal) && Er().IsMatch(row.Status))
                _sum.OnNext(new Line(row.Temperature > 30 ? "hot" : "mild", row.DeviceId + "-" + row.Status, Math.Round(Math.Sqrt(row.Humidity), MidpointRounding.AwayFromZero)));
        }

        return _sum.Total;
    }

    [Benchmark(OperationsPerInvoke = Workload.Events)]
    public double RuleBatch() => _run.Batches();

    [GeneratedRegex("^er", RegexOptions.CultureInvariant)]
    private static partial Regex Er();

    internal readonly record struct Line(string Level, string Tag, double Root);
}
