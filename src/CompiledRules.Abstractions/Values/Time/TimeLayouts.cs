using static CompiledRules.TimeElementKind;

namespace CompiledRules;

/// <summary>The layouts that text without a format is tried against, in order.</summary>
internal static class TimeLayouts
{
    // In Go's notation: how the reference time, Monday 2 January 2006 15:04:05 -0700, would be written.
    private static readonly string[] s_notations =
    [
        "2006",
        "2006-1",
        "2006-1-2",
        "2006-1-2 15",
        "2006-1-2 15:4",
        "2006-1-2 15:4:5",
        "1-2",
        "15:4:5",
        "15:4",
        "15",
        "15:4:5 Jan 2, 2006 MST",
        "2006-01-02 15:04:05.999999999 -0700 MST",
        "2006-01-02T15:04:05Z0700",
        "2006-01-02T15:04:05Z07",
        "2006.1.2",
        "2006.1.2 15:04:05",
        "2006.01.02",
        "2006.01.02 15:04:05",
        "2006.01.02 15:04:05.999999999",
        "1/2/2006",
        "1/2/2006 15:4:5",
        "2006/01/02",
        "2006/01/02 15:04:05",
        "20060102",
        "Mon Jan _2 15:04:05 2006",
        "Mon Jan _2 15:04:05 MST 2006",
        "Mon Jan 02 15:04:05 -0700 2006",
        "02 Jan 06 15:04 MST",
        "02 Jan 06 15:04 -0700",
        "Monday, 02-Jan-06 15:04:05 MST",
        "Mon, 02 Jan 2006 15:04:05 MST",
        "Mon, 02 Jan 2006 15:04:05 -0700",
        "2006-01-02T15:04:05Z07:00",
        "2006-01-02T15:04:05.999999999Z07:00",
        "3:04PM",
        "Jan _2 15:04:05",
        "Jan _2 15:04:05.000",
        "Jan _2 15:04:05.000000",
        "Jan _2 15:04:05.000000000",
        "2006-01-02T15:04:05.000Z07:00",
        "2006-01-02T15:04:05",
    ];

    // Longest first where one is the beginning of another.
    private static readonly (string Text, TimeElementKind Kind)[] s_parts =
    [
        ("January", MonthName),
        ("Jan", ShortMonthName),
        ("Monday", Weekday),
        ("Mon", ShortWeekday),
        ("MST", ZoneName),
        ("2006", Year),
        ("01", PaddedMonth),
        ("02", PaddedDay),
        ("_2", SpacedDay),
        ("03", PaddedHour12),
        ("04", PaddedMinute),
        ("05", PaddedSecond),
        ("06", ShortYear),
        ("15", Hour),
        ("PM", HalfOfDay),
        ("-07:00", ColonOffset),
        ("-0700", Offset),
        ("-07", ShortOffset),
        ("Z07:00", ZuluColonOffset),
        ("Z0700", ZuluOffset),
        ("Z07", ZuluShortOffset),
        ("1", Month),
        ("2", Day),
        ("3", Hour12),
        ("4", Minute),
        ("5", Second),
    ];

    public static TimeElement[][] All { get; } = [.. s_notations.Select(Read)];

    private static TimeElement[] Read(string notation)
    {
        var elements = new List<TimeElement>();
        for (var position = 0; position < notation.Length;)
        {
            var (element, length) = Next(notation.AsSpan(position));
            elements.Add(element);
            position += length;
        }

        return [.. elements];
    }

    private static (TimeElement Element, int Length) Next(ReadOnlySpan<char> rest)
    {
        foreach (var (text, kind) in s_parts)
        {
            if (rest.StartsWith(text, StringComparison.Ordinal))
                return (new TimeElement(kind), text.Length);
        }

        return rest is ['.', '0' or '9', ..] && FractionLength(rest) is var length and > 0
            ? (new TimeElement(Fraction, Digits: length), length + 1)
            : (new TimeElement(Literal, rest[..1].ToString()), 1);
    }

    private static int FractionLength(ReadOnlySpan<char> rest)
    {
        var end = rest[1..].IndexOfAnyExcept(rest[1]);
        var length = end < 0 ? rest.Length - 1 : end;
        return length < rest.Length - 1 && char.IsAsciiDigit(rest[length + 1]) ? 0 : length;
    }
}
