namespace CompiledRules;

/// <summary>Durations as text: <c>1h30m</c>, <c>-1.5s</c>, <c>300ms</c>. Units are ns, us (or µs), ms, s, m and h; every number needs one, except a lone <c>0</c>.</summary>
public static class GoDuration
{
    // A longer number overflows the sum or carries digits below 100 ns.
    private const int MaximumDigits = 18;

    /// <exception cref="SqlException">The text is not a duration, or does not fit in a <see cref="TimeSpan"/>.</exception>
    public static TimeSpan Parse(string text) =>
        TryParse(text, out var duration) ? duration : throw new SqlException($"'{text}' is not a duration; write numbers with units, such as 1h30m or 500ms");

    /// <summary>What is smaller than 100 ns is cut off.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        duration = default;
        var isNegative = text is ['-', ..];
        var rest = text is ['-' or '+', ..] ? text[1..] : text;
        if (rest is "0")
            return true;

        var ticks = 0m;
        if (rest.IsEmpty)
            return false;

        while (!rest.IsEmpty)
        {
            if (!TakeNumber(ref rest, out var number) || !TakeUnit(ref rest, out var ticksPerUnit))
                return false;

            ticks += number * ticksPerUnit;
            if (ticks > long.MaxValue)
                return false;
        }

        duration = new TimeSpan((long)(isNegative ? -ticks : ticks));
        return true;
    }

    private static bool TakeNumber(ref ReadOnlySpan<char> text, out decimal number)
    {
        number = 0;
        var scale = 1m;
        var digits = 0;
        var isFraction = false;
        var length = 0;
        for (; length < text.Length; length++)
        {
            var character = text[length];
            if (character == '.' && !isFraction)
            {
                isFraction = true;
                continue;
            }

            if (!char.IsAsciiDigit(character))
                break;

            if (++digits > MaximumDigits)
                return false;

            number = (number * 10) + (character - '0');
            scale = isFraction ? scale * 10 : scale;
        }

        number /= scale;
        text = text[length..];
        return digits > 0;
    }

    private static bool TakeUnit(ref ReadOnlySpan<char> text, out decimal ticks)
    {
        (ticks, var length) = text switch
        {
            ['n', 's', ..] => (0.01m, 2),
            ['u' or 'µ' or 'μ', 's', ..] => (10m, 2),
            ['m', 's', ..] => (TimeSpan.TicksPerMillisecond, 2),
            ['s', ..] => (TimeSpan.TicksPerSecond, 1),
            ['m', ..] => (TimeSpan.TicksPerMinute, 1),
            ['h', ..] => (TimeSpan.TicksPerHour, 1),
            _ => (0m, 0),
        };
        text = text[length..];
        return length > 0 && (text.IsEmpty || char.IsAsciiDigit(text[0]) || text[0] == '.');
    }
}
