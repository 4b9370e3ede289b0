using System.Globalization;

namespace CompiledRules.Functions.Dates;

/// <summary>The forms in which date functions give text.</summary>
internal static class DateText
{
    public const string Date = "yyyy-MM-dd";
    public const string TimeOfDay = "HH:mm:ss";
    public const string DateAndTime = Date + " " + TimeOfDay;

    private const int MostDigits = 6;

    public static string Format(SqlTime time, string format, long fractionDigits = 0)
    {
        if (fractionDigits is < 0 or > MostDigits)
            throw new SqlException($"A second has 0 to {MostDigits} digits of fraction here, not {fractionDigits}");

        var full = fractionDigits == 0 ? format : format + "." + new string('f', (int)fractionDigits);
        return time.Local.ToString(full, CultureInfo.InvariantCulture);
    }
}
