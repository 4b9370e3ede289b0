using System.Globalization;
using System.Text;
using static CompiledRules.TimeElementKind;

namespace CompiledRules;

/// <summary>Writes a time by the elements of a layout.</summary>
internal static class TimeElementWriter
{
    public static void Write(ReadOnlySpan<TimeElement> elements, SqlTime time, StringBuilder text)
    {
        var local = time.Local;
        foreach (var element in elements)
        {
            switch (element.Kind)
            {
                case Literal:
                    text.Append(element.Text);
                    break;
                case Fraction:
                    WriteFraction(local, element.Digits, text);
                    break;
                case ZoneName:
                    text.Append(ZoneAbbreviation.Of(time.Zone, local));
                    break;
                case ZuluOffset or ZuluShortOffset or ZuluColonOffset when local.Offset == TimeSpan.Zero:
                    text.Append('Z');
                    break;
                default:
                    text.Append(local.ToString(DotNetFormat(element.Kind), CultureInfo.InvariantCulture));
                    if (element.Kind is Offset or ZuluOffset)
                        text.Remove(text.Length - 3, 1);
                    break;
            }
        }
    }

    private static string DotNetFormat(TimeElementKind kind) => kind switch
    {
        Year => "yyyy",
        ShortYear => "yy",
        Month => "%M",
        PaddedMonth => "MM",
        ShortMonthName => "MMM",
        MonthName => "MMMM",
        Day or SpacedDay => "%d",
        PaddedDay => "dd",
        ShortWeekday => "ddd",
        Weekday => "dddd",
        Hour => "HH",
        Hour12 => "%h",
        PaddedHour12 => "hh",
        HalfOfDay => "tt",
        Minute => "%m",
        PaddedMinute => "mm",
        Second => "%s",
        PaddedSecond => "ss",
        ShortOffset or ZuluShortOffset => "zz",
        Offset or ColonOffset or ZuluOffset or ZuluColonOffset => "zzz",
        _ => throw new InvalidOperationException($"No format for {kind}"),
    };

    private static void WriteFraction(DateTimeOffset local, int digits, StringBuilder text)
    {
        var ticks = (local.Ticks % TimeSpan.TicksPerSecond).ToString("D7", CultureInfo.InvariantCulture);
        text.Append('.').Append(digits <= ticks.Length ? ticks[..digits] : ticks.PadRight(digits, '0'));
    }
}
