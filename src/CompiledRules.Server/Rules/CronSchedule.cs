using System.Globalization;

namespace CompiledRules.Server.Rules;

/// <summary>Times of day by five fields, minute to day of the week, as <c>cron</c> writes them; also <c>@hourly</c> and its like, and <c>@every 90s</c>.</summary>
internal sealed class CronSchedule
{
    private static readonly Dictionary<string, string> s_names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["@yearly"] = "0 0 1 1 *",
        ["@annually"] = "0 0 1 1 *",
        ["@monthly"] = "0 0 1 * *",
        ["@weekly"] = "0 0 * * 0",
        ["@daily"] = "0 0 * * *",
        ["@midnight"] = "0 0 * * *",
        ["@hourly"] = "0 * * * *",
    };

    private static readonly string[] s_months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] s_days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    private readonly TimeSpan _period;
    private readonly bool[] _minutes = [];
    private readonly bool[] _hours = [];
    private readonly bool[] _monthDays = [];
    private readonly bool[] _months = [];
    private readonly bool[] _weekDays = [];
    private readonly bool _isEitherDay;

    private CronSchedule(TimeSpan period) => _period = period;

    private CronSchedule(string[] fields)
    {
        _minutes = Read(fields[0], 0, 59);
        _hours = Read(fields[1], 0, 23);
        _monthDays = Read(fields[2], 1, 31);
        _months = Read(fields[3], 1, 12, s_months);
        _weekDays = Read(fields[4], 0, 7, s_days);
        _weekDays[0] |= _weekDays[7];
        _isEitherDay = fields[2][0] is not ('*' or '?') && fields[4][0] is not ('*' or '?');
    }

    /// <exception cref="FormatException">The text is no schedule.</exception>
    public static CronSchedule Parse(string text)
    {
        text = text.Trim();
        if (text.StartsWith("@every ", StringComparison.Ordinal))
        {
            return GoDuration.TryParse(text.AsSpan(7).Trim(), out var period) && period >= TimeSpan.FromSeconds(1)
                ? new CronSchedule(period)
                : throw new FormatException($"found \"{text}\"; expected a duration of at least 1s after @every");
        }

        var fields = (s_names.GetValueOrDefault(text) ?? text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length == 5
            ? new CronSchedule(fields)
            : throw new FormatException($"found \"{text}\"; expected minute, hour, day, month and day of the week, such as \"0 * * * *\"");
    }

    /// <summary>The first time after <paramref name="time"/>, or null where there is none within eight years.</summary>
    public DateTimeOffset? Next(DateTimeOffset time, TimeZoneInfo zone)
    {
        if (_period > TimeSpan.Zero)
            return time + _period;

        var local = TimeZoneInfo.ConvertTime(time, zone).DateTime;
        var next = new DateTime(local.Year, local.Month, local.Day, local.Hour, local.Minute, 0, DateTimeKind.Unspecified).AddMinutes(1);
        for (var last = next.AddYears(8); next < last;)
        {
            if (!_months[next.Month])
                next = new DateTime(next.Year, next.Month, 1, 0, 0, 0, DateTimeKind.Unspecified).AddMonths(1);
            else if (!IsDay(next))
                next = next.Date.AddDays(1);
            else if (!_hours[next.Hour])
                next = next.Date.AddHours(next.Hour + 1);
            else if (!_minutes[next.Minute] || zone.IsInvalidTime(next))
                next = next.AddMinutes(1);
            else
                return new DateTimeOffset(next, zone.GetUtcOffset(next));
        }

        return null;
    }

    // As cron has it: where both kinds of day are given, either will do.
    private bool IsDay(DateTime day) => _isEitherDay
        ? _monthDays[day.Day] || _weekDays[(int)day.DayOfWeek]
        : _monthDays[day.Day] && _weekDays[(int)day.DayOfWeek];

    private static bool[] Read(string field, int first, int last, string[]? names = null)
    {
        var values = new bool[last + 1];
        foreach (var part in field.Split(','))
        {
            var slash = part.IndexOf('/', StringComparison.Ordinal);
            var range = slash < 0 ? part : part[..slash];
            var step = slash < 0 ? 1 : Number(part[(slash + 1)..], 1, last, null);
            var (from, to) = (first, last);
            if (range is not ("*" or "?"))
            {
                var dash = range.IndexOf('-', StringComparison.Ordinal);
                from = Number(dash < 0 ? range : range[..dash], first, last, names);
                to = dash >= 0 ? Number(range[(dash + 1)..], from, last, names) : slash < 0 ? from : last;
            }

            for (var value = from; value <= to; value += step)
                values[value] = true;
        }

        return values;
    }

    private static int Number(string text, int first, int last, string[]? names)
    {
        if (names is not null && Array.FindIndex(names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is >= 0 and var index)
            return index + (names == s_months ? 1 : 0);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= first && number <= last
            ? number
            : throw new FormatException($"found \"{text}\"; expected a number from {first} to {last}");
    }
}
