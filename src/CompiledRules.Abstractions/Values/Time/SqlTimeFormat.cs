using System.Collections.Concurrent;
using System.Text;
using static CompiledRules.TimeElementKind;

namespace CompiledRules;

/// <summary>A pattern of letters for times as text, as <c>format_time</c> and <c>TIMESTAMP_FORMAT</c> take it.</summary>
/// <remarks>
/// <c>YYYY yyyy YY yy</c> year; <c>M MM MMM MMMM</c> month; <c>d dd</c> day; <c>EEE EEEE</c> weekday; <c>HH</c> hour; <c>h hh</c> hour of the half day; <c>a</c> AM or PM;
/// <c>m mm</c> minute; <c>s ss</c> second; <c>S…</c> fraction, which brings its own dot; <c>z</c> zone name; <c>Z XX</c> ±hhmm; <c>X</c> ±hh; <c>XXX</c> ±hh:mm; <c>G</c> era.
/// A backslash or single quotes make a letter stand for itself, as all other characters do.
/// </remarks>
public sealed class SqlTimeFormat
{
    // Patterns are literals of rules; the bound only matters when somebody computes them.
    private const int CacheSize = 512;

    private static readonly ConcurrentDictionary<string, SqlTimeFormat> s_cache = new(StringComparer.Ordinal);

    private readonly TimeElement[] _elements;

    private SqlTimeFormat(TimeElement[] elements) => _elements = elements;

    internal ReadOnlySpan<TimeElement> Elements => _elements;

    /// <exception cref="SqlException">The pattern has a letter run without meaning, such as <c>YYY</c> or <c>H</c>.</exception>
    public static SqlTimeFormat For(string pattern)
    {
        if (s_cache.TryGetValue(pattern, out var known))
            return known;

        var format = new SqlTimeFormat([.. Read(pattern)]);
        if (s_cache.Count < CacheSize)
            s_cache.TryAdd(pattern, format);
        return format;
    }

    /// <summary>The date parts are those of the time's own zone; names are English.</summary>
    public string Format(SqlTime time)
    {
        var text = new StringBuilder();
        TimeElementWriter.Write(_elements, time, text);
        return text.ToString();
    }

    private static List<TimeElement> Read(string pattern)
    {
        var elements = new List<TimeElement>();
        var literal = new StringBuilder();
        var position = 0;
        while (position < pattern.Length)
        {
            var length = TakeLiteral(pattern, position, literal);
            if (length == 0)
            {
                length = RunLength(pattern, position);
                Flush(literal, elements);
                elements.Add(ElementOf(pattern.AsSpan(position, length), pattern));
            }

            position += length;
        }

        Flush(literal, elements);
        return elements;
    }

    // Returns how much of the pattern was text for itself: 0 at a letter with a meaning.
    private static int TakeLiteral(string pattern, int position, StringBuilder literal)
    {
        var character = pattern[position];
        switch (character)
        {
            case '\\' when position + 1 < pattern.Length:
                literal.Append(pattern[position + 1]);
                return 2;
            case '\'':
                var end = pattern.IndexOf('\'', position + 1);
                if (end < 0)
                    throw new SqlException($"The time format '{pattern}' has a quote without an end");

                literal.Append(pattern, position + 1, end - position - 1);
                return end - position + 1;
            case 'Y' or 'y' or 'M' or 'd' or 'E' or 'H' or 'h' or 'a' or 'm' or 's' or 'S' or 'z' or 'Z' or 'X' or 'G':
                return 0;
            default:
                literal.Append(character);
                return 1;
        }
    }

    private static int RunLength(string pattern, int position)
    {
        var length = 1;
        while (position + length < pattern.Length && pattern[position + length] == pattern[position])
            length++;
        return length;
    }

    private static void Flush(StringBuilder literal, List<TimeElement> elements)
    {
        if (literal.Length == 0)
            return;

        elements.Add(new TimeElement(Literal, literal.ToString()));
        literal.Clear();
    }

    private static TimeElement ElementOf(ReadOnlySpan<char> run, string pattern) => run switch
    {
        "YYYY" or "yyyy" => new TimeElement(Year),
        "YY" or "yy" => new TimeElement(ShortYear),
        "M" => new TimeElement(Month),
        "MM" => new TimeElement(PaddedMonth),
        "MMM" => new TimeElement(ShortMonthName),
        "MMMM" => new TimeElement(MonthName),
        "d" => new TimeElement(Day),
        "dd" => new TimeElement(PaddedDay),
        "EEE" => new TimeElement(ShortWeekday),
        "EEEE" => new TimeElement(Weekday),
        "HH" => new TimeElement(Hour),
        "h" => new TimeElement(Hour12),
        "hh" => new TimeElement(PaddedHour12),
        "a" => new TimeElement(HalfOfDay),
        "m" => new TimeElement(Minute),
        "mm" => new TimeElement(PaddedMinute),
        "s" => new TimeElement(Second),
        "ss" => new TimeElement(PaddedSecond),
        ['S', ..] => new TimeElement(Fraction, Digits: run.Length),
        "z" => new TimeElement(ZoneName),
        "Z" or "XX" => new TimeElement(Offset),
        "X" => new TimeElement(ShortOffset),
        "XXX" => new TimeElement(ColonOffset),
        "G" => new TimeElement(Literal, "AD"),
        _ => throw new SqlException($"The time format '{pattern}' has '{run}', which is no date part"),
    };
}
