using System.Globalization;

namespace CompiledRules.Benchmarks.Many;

/// <summary>Rules <c>Temperature &gt; T</c>, of which an event hits 31 or 0.6 on average, however many there are.</summary>
internal static class Thresholds
{
    public static double[] Of(int rules, bool isSparse) => [.. Enumerable.Range(0, rules).Select(i => isSparse ? 31 + (2.0 * i) : i * 0.645)];

    public static IReadOnlyList<string> Statements(double[] thresholds, string columns, string temperature, string stream) =>
        [.. thresholds.Select(threshold => string.Create(CultureInfo.InvariantCulture, $"SELECT {columns} FROM {stream} WHERE {temperature} > {threshold:0.000}"))];
}
