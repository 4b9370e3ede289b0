using System.Text.Json;
using CompiledRules.Runtime.Time;
using CompiledRules.Runtime.Windows;

namespace CompiledRules.Conformance.Tests.Windows;

/// <summary>A count window over a buffer: what it emits at the last row, and what it keeps, seen by one row more.</summary>
internal static class CountSlice
{
    private const string Next = "next";

    public static string? Check(JsonElement json)
    {
        var emitted = new Emitted();
        var size = json.GetProperty("size").GetInt64();
        var window = new CountWindow<string>(TimeMode.Processing, size, 1, new RuleTimers(0), new TextCodec(), emitted);
        foreach (var row in json.GetProperty("buffer").EnumerateArray())
            window.Add(row.GetRawText(), 0);

        var expected = json.GetProperty("expect").GetProperty("windows").EnumerateArray().Select(Text).ToList();
        if (emitted.Last != expected.LastOrDefault())
            return $"expected {expected.LastOrDefault()}, but was {emitted.Last}";

        window.Add(Next, 0);
        var rest = json.GetProperty("expect").GetProperty("rest").EnumerateArray().Select(static row => row.GetRawText()).Append(Next).TakeLast((int)size);
        return emitted.Last == string.Join(' ', rest) ? null : $"expected {string.Join(' ', rest)} one row later, but was {emitted.Last}";
    }

    private static string Text(JsonElement rows) => string.Join(' ', rows.EnumerateArray().Select(static row => row.GetRawText()));

    private sealed class Emitted : IWindowObserver<string>
    {
        public string? Last { get; private set; }

        public void OnWindow(ReadOnlySpan<string> rows, WindowRange range) => Last = string.Join(' ', rows.ToArray());
    }
}
