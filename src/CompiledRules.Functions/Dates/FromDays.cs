using System.Globalization;

namespace CompiledRules.Functions.Dates;

public static partial class DateFunctions
{
    /// <summary>The date of a day number, as <c>yyyy-MM-dd</c>; day 1 is 1970-01-01 and day 0 is null.</summary>
    [SqlFunction("from_days", GuardsEmpty = true)]
    public static string? FromDays(long days)
    {
        if (days == 0)
            return null;

        var number = (Int128)s_dayOne + days - 1;
        return number >= 0 && number <= DateOnly.MaxValue.DayNumber
            ? DateOnly.FromDayNumber((int)number).ToString(DateText.Date, CultureInfo.InvariantCulture)
            : throw new SqlException($"Day {days} is beyond the years 1 to 9999");
    }

    private static readonly int s_dayOne = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
}
