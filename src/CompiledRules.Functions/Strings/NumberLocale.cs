using System.Text;

namespace CompiledRules.Functions.Strings;

/// <summary>How numbers are grouped and marked in a language and country. The table is our own, so that a rule gives the same text on every machine.</summary>
/// <param name="GroupSeparator">Between groups of digits.</param>
/// <param name="DecimalMark">Before the decimals.</param>
/// <param name="LaterGroup">The size of all groups but the last, which has three digits.</param>
/// <param name="Zero">The digit zero; the other nine follow it.</param>
internal sealed record NumberLocale(char GroupSeparator, char DecimalMark, int LaterGroup = 3, char Zero = '0')
{
    private const int LastGroup = 3;

    private static readonly NumberLocale s_comma = new(',', '.');
    private static readonly NumberLocale s_point = new('.', ',');
    private static readonly NumberLocale s_space = new('\u00a0', ',');
    private static readonly NumberLocale s_swiss = new('\u2019', '.');
    private static readonly NumberLocale s_indian = new(',', '.', 2);
    private static readonly NumberLocale s_arabic = new('\u066c', '\u066b', 3, '\u0660');

    // A language, or a language with a country that differs from it.
    private static readonly Dictionary<string, NumberLocale> s_locales = Build(
        (s_comma, """
            am ar_AE ar_BH ar_EG ar_IQ ar_JO ar_KW ar_OM ar_QA ar_SA ar_SD ar_SY ar_YE cy en es_CU es_DO es_GT es_HN es_MX es_NI es_PA es_PE es_PR es_SV es_US
            fil ga he iw ja kn ko mn ms mt ne si sw th tl ur yo zh zu
            """),
        (s_point, """
            ar_DZ ar_LB ar_LY ar_MA ar_MR ar_TN az bs ca da de el es eu fo fr_LU fr_MA gl hr id in is it km lo mk ms_BN nl pt ro rw sl sr sw_CD tr vi
            """),
        (s_space, """
            af be bg cs de_AT en_FI en_SE en_ZA es_CR et fi fr hu hy ka kk ky lt lv nb nn no pl pt_AO pt_MZ pt_PT ru se sk sq sv tg tk tt uk uz
            """),
        (s_swiss, "de_CH de_LI en_CH gsw it_CH rm"),
        (s_indian, "as bn en_IN gu hi ml mr pa ta te ur_IN"),
        (s_arabic, "ar"));

    /// <param name="name">Language and country, as <c>en_US</c> or <c>zh-Hant-TW</c>; case does not matter.</param>
    public static bool TryGet(string name, out NumberLocale locale)
    {
        locale = s_comma;
        var parts = name.Split('_', '-');
        if (parts.Length is not (2 or 3) || parts[^1].Length != 2 || !parts[^1].All(char.IsAsciiLetter) || (parts.Length == 3 && parts[1].Length != 4))
            return false;

        return s_locales.TryGetValue($"{parts[0]}_{parts[^1]}", out locale!) || s_locales.TryGetValue(parts[0], out locale!);
    }

    /// <param name="number">Digits with an optional minus sign and point; NaN and infinities are left alone.</param>
    public string Group(string number)
    {
        var digitsFrom = number.StartsWith('-') ? 1 : 0;
        if (!char.IsAsciiDigit(number[digitsFrom]))
            return number;

        var pointAt = number.IndexOf('.', StringComparison.Ordinal);
        var wholeEnd = pointAt < 0 ? number.Length : pointAt;
        var output = new StringBuilder(number, 0, digitsFrom, number.Length * 2);
        for (var i = digitsFrom; i < wholeEnd; i++)
        {
            output.Append((char)(Zero + number[i] - '0'));
            if (EndsGroup(wholeEnd - i - 1))
                output.Append(GroupSeparator);
        }

        if (pointAt < 0)
            return output.ToString();

        output.Append(DecimalMark);
        foreach (var digit in number.AsSpan(pointAt + 1))
            output.Append((char)(Zero + digit - '0'));
        return output.ToString();
    }

    private bool EndsGroup(int digitsLeft) => digitsLeft >= LastGroup && (digitsLeft - LastGroup) % LaterGroup == 0;

    private static Dictionary<string, NumberLocale> Build(params ReadOnlySpan<(NumberLocale Locale, string Names)> rows)
    {
        var locales = new Dictionary<string, NumberLocale>(StringComparer.OrdinalIgnoreCase);
        foreach (var (locale, names) in rows)
        {
            foreach (var name in names.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
                locales.Add(name, locale);
        }

        return locales;
    }
}
