using System.Text.Json;
using CompiledRules.Conformance.Tests.Cases;
using CompiledRules.Runtime.Time;

namespace CompiledRules.Conformance.Tests.Windows;

/// <summary>Windows, watermarks and alignment on their own.</summary>
[TestFixture]
public sealed class WindowConformanceTests
{
    [Test]
    public void Windows_give_what_the_reference_gives() =>
        ConformanceRate.Check("windows", ConformanceCases.ReadAll("windows"), WindowDeviations.All, static item => item.Text("kind") switch
        {
            "first_tick_alignment" => CheckAlignment(item.Json),
            "count_slice" => CountSlice.Check(item.Json),
            "watermark" => WatermarkScript.Check(item.Json),
            _ => new WindowScript(item).Check(),
        });

    private static string? CheckAlignment(JsonElement json)
    {
        var unit = json.GetProperty("unit").GetString() switch
        {
            "ms" => NaturalUnit.Millisecond,
            "ss" => NaturalUnit.Second,
            "mi" => NaturalUnit.Minute,
            "hh" => NaturalUnit.Hour,
            _ => NaturalUnit.Day,
        };
        var zone = TimeZoneInfo.FindSystemTimeZoneById(json.GetProperty("tz").GetString()!);
        var actual = NaturalTime.FirstBoundary(json.GetProperty("now_ms").GetInt64(), unit, json.GetProperty("interval").GetInt64(), zone);
        var expected = json.GetProperty("expect_ms").GetInt64();
        return actual == expected ? null : $"expected {expected}, but was {actual}";
    }
}
