namespace CompiledRules;

/// <summary>A piece of a time layout: a kind of date part, or text that stands for itself.</summary>
/// <param name="Text">The text of a literal; otherwise empty.</param>
/// <param name="Digits">The number of digits of a fraction.</param>
internal readonly record struct TimeElement(TimeElementKind Kind, string Text = "", int Digits = 0);

internal enum TimeElementKind
{
    Literal,
    Year,
    ShortYear,
    Month,
    PaddedMonth,
    ShortMonthName,
    MonthName,
    Day,
    PaddedDay,

    /// <summary>Padded with a space instead of a zero.</summary>
    SpacedDay,
    ShortWeekday,
    Weekday,
    Hour,
    Hour12,
    PaddedHour12,
    HalfOfDay,
    Minute,
    PaddedMinute,
    Second,
    PaddedSecond,

    /// <summary>A dot and digits.</summary>
    Fraction,
    ZoneName,

    /// <summary><c>±hhmm</c>.</summary>
    Offset,

    /// <summary><c>±hh</c>.</summary>
    ShortOffset,

    /// <summary><c>±hh:mm</c>.</summary>
    ColonOffset,

    /// <summary><c>Z</c> or <c>±hhmm</c>.</summary>
    ZuluOffset,

    /// <summary><c>Z</c> or <c>±hh</c>.</summary>
    ZuluShortOffset,

    /// <summary><c>Z</c> or <c>±hh:mm</c>.</summary>
    ZuluColonOffset,
}
