using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CompiledRules;

/// <summary>Durations as configuration writes them: <c>10s</c>, <c>1h30m</c>, <c>1.5s</c>, <c>-100ms</c>. Units: ns, us, µs, ms, s, m, h.</summary>
public static class DurationText
{
    private static readonly SearchValues<char> s_digits = SearchValues.Create("0123456789.");

    /// <summary>Reads <paramref name="text"/>; fractions of 100 ns are cut off. A number needs a unit, except 0.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out TimeSpan duration)
    {
        duration = default;
        var rest = text.AsSpan().Trim();
        if (rest.IsEmpty)
            return false;

        var isNegative = rest[0] == '-';
        if (rest[0] is '-' or '+')
            rest = rest[1..];
        if (rest is "0")
            return true;

        var ticks = 0m;
        do
        {
            if (!TryTakePart(ref rest, ref ticks))
                return false;
        }
        while (!rest.IsEmpty);

        if (ticks > long.MaxValue)
            return false;

        duration = TimeSpan.FromTicks((long)(isNegative ? -ticks : ticks));
        return true;
    }

    private static bool TryTakePart(ref ReadOnlySpan<char> rest, ref decimal ticks)
    {
        var digits = rest.IndexOfAnyExcept(s_digits);
        if (digits <= 0
            || !decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return false;

        rest = rest[digits..];
        var length = rest.IndexOfAny(s_digits);
        var unit = length < 0 ? rest : rest[..length];
        if (TicksPer(unit) is not { } factor || number > long.MaxValue / factor)
            return false;

        rest = rest[unit.Length..];
        ticks += number * factor;
        return true;
    }

    private static decimal? TicksPer(ReadOnlySpan<char> unit) => unit switch
    {
        "ns" => 0.01m,
        "us" or "µs" or "μs" => TimeSpan.TicksPerMicrosecond,
        "ms" => TimeSpan.TicksPerMillisecond,
        "s" => TimeSpan.TicksPerSecond,
        "m" => TimeSpan.TicksPerMinute,
        "h" => TimeSpan.TicksPerHour,
        _ => null,
    };
}
