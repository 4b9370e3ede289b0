using System.Text.Json;
using CompiledRules.Runtime.Time;

namespace CompiledRules.Conformance.Tests.Windows;

/// <summary>Rows in the order of arrival through a watermark, which releases them in the order of time.</summary>
internal static class WatermarkScript
{
    public static string? Check(JsonElement json)
    {
        var streams = json.GetProperty("streams").EnumerateArray().Select(static stream => stream.GetString()!).ToList();
        var released = new Released(json.GetProperty("emit_watermarks").GetBoolean());
        var watermark = new Watermark<string>(
            streams.Count, json.GetProperty("late_tolerance_ms").GetInt64(), null, new RuleTimers(0), new TextCodec(), released);
        foreach (var input in json.GetProperty("inputs").EnumerateArray())
            watermark.Add(streams.IndexOf(input.GetProperty("stream").GetString()!), RowText(input), input.GetProperty("ts").GetInt64());

        var expected = json.GetProperty("expect").EnumerateArray()
            .Select(static item => item.TryGetProperty("watermark", out var time) ? $"W{time.GetInt64()}" : RowText(item))
            .ToList();
        return expected.SequenceEqual(released.Items) ? null : $"expected {string.Join(" ", expected)}\n    but was  {string.Join(" ", released.Items)}";
    }

    private static string RowText(JsonElement item) => $"{item.GetProperty("stream").GetString()}@{item.GetProperty("ts").GetInt64()}:{item.GetProperty("row").GetRawText()}";

    private sealed class Released(bool showsWatermarks) : IEventTimeObserver<string>
    {
        public List<string> Items { get; } = [];

        public void OnRow(int source, string row, long timestamp) => Items.Add(row);

        public void OnWatermark(long watermark)
        {
            if (showsWatermarks)
                Items.Add($"W{watermark}");
        }

        public void OnLate(int source, string row, long timestamp)
        {
        }
    }
}
