using System.Globalization;
using static CompiledRules.TimeElementKind;

namespace CompiledRules;

/// <summary>Reads a time by the elements of a layout, with Go's tolerance: unpadded parts take one or two digits, a fraction may follow any seconds, blanks match any number of blanks.</summary>
internal ref struct TimeElementReader(ReadOnlySpan<char> text)
{
    // 29 February is a day where the year is still to come.
    private const int LeapYear = 2000;

    private static readonly DateTimeFormatInfo s_names = CultureInfo.InvariantCulture.DateTimeFormat;

    private ReadOnlySpan<char> _rest = text;
    private int _hour12 = -1;
    private bool _isAfternoon;
    private bool _endsInDot;

    /// <summary>0 where the layout has no year.</summary>
    public int Year { get; private set; }

    public int Month { get; private set; } = 1;

    public int Day { get; private set; } = 1;

    public int Hour { get; private set; }

    public int Minute { get; private set; }

    public int Second { get; private set; }

    /// <summary>Of 100 ns.</summary>
    public long FractionTicks { get; private set; }

    public TimeSpan? Offset { get; private set; }

    public string? ZoneName { get; private set; }

    public bool HasDate { get; private set; }

    /// <summary>Whether the whole text fits <paramref name="elements"/>.</summary>
    public bool Read(ReadOnlySpan<TimeElement> elements)
    {
        for (var i = 0; i < elements.Length; i++)
        {
            var fractionFollows = i + 1 < elements.Length && elements[i + 1].Kind == Fraction;
            if (!ReadElement(elements[i], fractionFollows))
                return false;

            _endsInDot = elements[i].Kind == Literal && elements[i].Text.EndsWith('.');
        }

        if (_hour12 >= 0)
            Hour = (_hour12 % 12) + (_isAfternoon ? 12 : 0);
        return _rest.IsEmpty && Day <= DateTime.DaysInMonth(Year == 0 ? LeapYear : Year, Month);
    }

    private bool ReadElement(TimeElement element, bool fractionFollows) => element.Kind switch
    {
        Literal => ReadLiteral(element.Text),
        TimeElementKind.Year => ReadYear(4),
        ShortYear => ReadYear(2),
        TimeElementKind.Month => ReadMonth(1),
        PaddedMonth => ReadMonth(2),
        ShortMonthName => ReadMonthName(s_names.AbbreviatedMonthNames),
        MonthName => ReadMonthName(s_names.MonthNames),
        TimeElementKind.Day => ReadDay(1),
        PaddedDay => ReadDay(2),
        SpacedDay => ReadDay(1, isSpaced: true),
        ShortWeekday => TakeName(s_names.AbbreviatedDayNames) >= 0,
        Weekday => TakeName(s_names.DayNames) >= 0,
        TimeElementKind.Hour => TakeNumber(1, 0, 23, out var hour) && Set(Hour = hour),
        Hour12 => TakeNumber(1, 0, 12, out var hour) && Set(_hour12 = hour),
        PaddedHour12 => TakeNumber(2, 0, 12, out var hour) && Set(_hour12 = hour),
        HalfOfDay => ReadHalfOfDay(),
        TimeElementKind.Minute => TakeNumber(1, 0, 59, out var minute) && Set(Minute = minute),
        PaddedMinute => TakeNumber(2, 0, 59, out var minute) && Set(Minute = minute),
        TimeElementKind.Second => ReadSecond(1, fractionFollows),
        PaddedSecond => ReadSecond(2, fractionFollows),
        Fraction => ReadFraction(),
        TimeElementKind.ZoneName => ReadZoneName(),
        ZuluOffset or ZuluShortOffset or ZuluColonOffset when _rest is ['Z', ..] => ReadZulu(),
        TimeElementKind.Offset or ZuluOffset => ReadOffset(5),
        ShortOffset or ZuluShortOffset => ReadOffset(3),
        ColonOffset or ZuluColonOffset => ReadOffset(6),
        _ => throw new InvalidOperationException($"No way to read {element.Kind}"),
    };

    // Lets an assignment stand in a condition.
    private static bool Set(int value) => value >= 0;

    private bool Skip(int length)
    {
        _rest = _rest[length..];
        return true;
    }

    private bool ReadLiteral(ReadOnlySpan<char> literal)
    {
        while (!literal.IsEmpty)
        {
            if (literal[0] == ' ')
            {
                if (!_rest.IsEmpty && _rest[0] != ' ')
                    return false;

                literal = literal.TrimStart(' ');
                _rest = _rest.TrimStart(' ');
                continue;
            }

            if (_rest.IsEmpty || _rest[0] != literal[0])
                return false;

            literal = literal[1..];
            _rest = _rest[1..];
        }

        return true;
    }

    private bool ReadYear(int digits)
    {
        HasDate = true;
        if (_rest.Length < digits || !int.TryParse(_rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var year))
            return false;

        Year = digits == 4 ? year : year >= 69 ? year + 1900 : year + 2000;
        return Skip(digits);
    }

    private bool ReadMonth(int digits)
    {
        HasDate = true;
        return TakeNumber(digits, 1, 12, out var month) && Set(Month = month);
    }

    private bool ReadMonthName(string[] names)
    {
        HasDate = true;
        return TakeName(names.AsSpan(0, 12)) is var index and >= 0 && Set(Month = index + 1);
    }

    private bool ReadDay(int digits, bool isSpaced = false)
    {
        HasDate = true;
        if (isSpaced && _rest is [' ', ..])
            _rest = _rest[1..];
        return TakeNumber(digits, 1, 31, out var day) && Set(Day = day);
    }

    private bool ReadHalfOfDay()
    {
        _isAfternoon = _rest is ['P' or 'p', ..];
        return _rest is ['P' or 'p' or 'A' or 'a', 'M' or 'm', ..] && Skip(2);
    }

    private bool ReadSecond(int digits, bool fractionFollows)
    {
        if (!TakeNumber(digits, 0, 59, out var second))
            return false;

        Second = second;
        return fractionFollows || _rest is not ['.' or ',', >= '0' and <= '9', ..] || ReadFraction();
    }

    // A pattern such as ss.SSS has a dot of its own before that of the fraction; one in the text is enough.
    private bool ReadFraction()
    {
        if (_rest is ['.' or ',', ..])
            _rest = _rest[1..];
        else if (!_endsInDot)
            return _rest.IsEmpty || !char.IsAsciiDigit(_rest[0]);

        var end = _rest.IndexOfAnyExceptInRange('0', '9');
        var length = end < 0 ? _rest.Length : end;
        var ticks = 0L;
        for (var i = 0; i < 7; i++)
            ticks = (ticks * 10) + (i < length ? _rest[i] - '0' : 0);
        FractionTicks = ticks;
        return length > 0 && Skip(length);
    }

    private bool ReadZoneName()
    {
        var end = _rest.IndexOfAnyExceptInRange('A', 'Z');
        var length = end < 0 ? _rest.Length : end;
        if (length is < 3 or > 5)
            return _rest is ['+' or '-', ..] && ReadOffset(3);

        ZoneName = _rest[..length].ToString();
        Skip(length);
        return ZoneName != "GMT" || _rest is not ['+' or '-', >= '0' and <= '9', ..] || ReadHours();
    }

    // GMT+8: a sign and one or two digits.
    private bool ReadHours()
    {
        var isNegative = _rest[0] == '-';
        Skip(1);
        if (!TakeNumber(1, 0, 23, out var hours))
            return false;

        Offset = TimeSpan.FromHours(isNegative ? -hours : hours);
        return true;
    }

    private bool ReadZulu()
    {
        Offset = TimeSpan.Zero;
        return Skip(1);
    }

    private bool ReadOffset(int length)
    {
        if (_rest.Length < length || _rest[0] is not ('+' or '-'))
            return false;

        var isNegative = _rest[0] == '-';
        if (length == 6 && _rest[3] != ':')
            return false;

        var minutes = 0;
        if (!int.TryParse(_rest[1..3], NumberStyles.None, CultureInfo.InvariantCulture, out var hours)
            || (length > 3 && !int.TryParse(_rest.Slice(length - 2, 2), NumberStyles.None, CultureInfo.InvariantCulture, out minutes))
            || hours > 14 || minutes > 59)
            return false;

        var offset = new TimeSpan(hours, minutes, 0);
        Offset = isNegative ? -offset : offset;
        return Skip(length);
    }

    private bool TakeNumber(int minimumDigits, int lowest, int highest, out int number)
    {
        var length = _rest is [>= '0' and <= '9', >= '0' and <= '9', ..] ? 2 : 1;
        number = 0;
        if (length < minimumDigits || !int.TryParse(_rest[..Math.Min(length, _rest.Length)], NumberStyles.None, CultureInfo.InvariantCulture, out number))
            return false;

        return number >= lowest && number <= highest && Skip(length);
    }

    private int TakeName(ReadOnlySpan<string> names)
    {
        for (var i = 0; i < names.Length; i++)
        {
            if (_rest.StartsWith(names[i], StringComparison.OrdinalIgnoreCase))
            {
                Skip(names[i].Length);
                return i;
            }
        }

        return -1;
    }
}
