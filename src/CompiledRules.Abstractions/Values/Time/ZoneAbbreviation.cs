using System.Collections.Frozen;
using System.Globalization;

namespace CompiledRules;

/// <summary>Short zone names such as CST, which .NET does not have.</summary>
internal static class ZoneAbbreviation
{
    // Standard and summer name of the zones whose abbreviation people use; all others show their offset.
    private static readonly FrozenDictionary<string, (string Standard, string Summer)> s_names = new Dictionary<string, (string, string)>
    {
        ["Africa/Cairo"] = ("EET", "EEST"),
        ["Africa/Johannesburg"] = ("SAST", "SAST"),
        ["Africa/Lagos"] = ("WAT", "WAT"),
        ["Africa/Nairobi"] = ("EAT", "EAT"),
        ["America/Anchorage"] = ("AKST", "AKDT"),
        ["America/Chicago"] = ("CST", "CDT"),
        ["America/Denver"] = ("MST", "MDT"),
        ["America/Halifax"] = ("AST", "ADT"),
        ["America/Los_Angeles"] = ("PST", "PDT"),
        ["America/Mexico_City"] = ("CST", "CDT"),
        ["America/New_York"] = ("EST", "EDT"),
        ["America/Phoenix"] = ("MST", "MST"),
        ["America/Toronto"] = ("EST", "EDT"),
        ["Asia/Hong_Kong"] = ("HKT", "HKT"),
        ["Asia/Jakarta"] = ("WIB", "WIB"),
        ["Asia/Jerusalem"] = ("IST", "IDT"),
        ["Asia/Karachi"] = ("PKT", "PKT"),
        ["Asia/Kolkata"] = ("IST", "IST"),
        ["Asia/Manila"] = ("PST", "PST"),
        ["Asia/Seoul"] = ("KST", "KST"),
        ["Asia/Shanghai"] = ("CST", "CST"),
        ["Asia/Taipei"] = ("CST", "CST"),
        ["Asia/Tokyo"] = ("JST", "JST"),
        ["Australia/Adelaide"] = ("ACST", "ACDT"),
        ["Australia/Brisbane"] = ("AEST", "AEST"),
        ["Australia/Melbourne"] = ("AEST", "AEDT"),
        ["Australia/Perth"] = ("AWST", "AWST"),
        ["Australia/Sydney"] = ("AEST", "AEDT"),
        ["Europe/Amsterdam"] = ("CET", "CEST"),
        ["Europe/Athens"] = ("EET", "EEST"),
        ["Europe/Berlin"] = ("CET", "CEST"),
        ["Europe/Brussels"] = ("CET", "CEST"),
        ["Europe/Dublin"] = ("GMT", "IST"),
        ["Europe/Helsinki"] = ("EET", "EEST"),
        ["Europe/Kyiv"] = ("EET", "EEST"),
        ["Europe/Lisbon"] = ("WET", "WEST"),
        ["Europe/London"] = ("GMT", "BST"),
        ["Europe/Madrid"] = ("CET", "CEST"),
        ["Europe/Moscow"] = ("MSK", "MSK"),
        ["Europe/Paris"] = ("CET", "CEST"),
        ["Europe/Prague"] = ("CET", "CEST"),
        ["Europe/Rome"] = ("CET", "CEST"),
        ["Europe/Stockholm"] = ("CET", "CEST"),
        ["Europe/Vienna"] = ("CET", "CEST"),
        ["Europe/Warsaw"] = ("CET", "CEST"),
        ["Europe/Zurich"] = ("CET", "CEST"),
        ["Pacific/Auckland"] = ("NZST", "NZDT"),
        ["Pacific/Honolulu"] = ("HST", "HST"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The abbreviation in force at <paramref name="local"/>, or the offset (<c>+08</c>, <c>+0530</c>) where there is none.</summary>
    public static string Of(TimeZoneInfo zone, DateTimeOffset local)
    {
        if (zone.Id is "UTC" or "Etc/UTC" || zone == TimeZoneInfo.Utc)
            return "UTC";

        if (s_names.TryGetValue(zone.Id, out var names))
            return zone.IsDaylightSavingTime(local) ? names.Summer : names.Standard;

        var sign = local.Offset < TimeSpan.Zero ? "-" : "+";
        return sign + local.Offset.ToString(local.Offset.Minutes == 0 ? "hh" : "hhmm", CultureInfo.InvariantCulture);
    }

    public static bool IsOf(TimeZoneInfo zone, string name) =>
        s_names.TryGetValue(zone.Id, out var names) && (name == names.Standard || name == names.Summer);
}
