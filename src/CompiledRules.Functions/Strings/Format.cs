using System.Globalization;

namespace CompiledRules.Functions.Strings;

public static partial class StringFunctions
{
    private const int MostDecimals = 1000;

    /// <summary>With exactly <paramref name="decimals"/> decimals and no grouping; halves to even.</summary>
    [SqlFunction("format", GuardsEmpty = true)]
    public static string Format(double value, [SqlParameter(IsLiteral = true, Minimum = 0)] long decimals)
    {
        if (decimals is < 0 or > MostDecimals)
            throw new SqlException($"expected 0 to {MostDecimals} decimals, found {decimals}");

        var text = value.ToString($"F{decimals}", CultureInfo.InvariantCulture);
        return IsTie(value, decimals) ? RoundTie(value, decimals, text) : text;
    }

    /// <summary>Grouped and marked as is usual in <paramref name="locale"/>.</summary>
    /// <param name="locale">Language and country, as <c>en_US</c>.</param>
    /// <exception cref="SqlException">The locale is not known or has no country.</exception>
    [SqlFunction("format", GuardsEmpty = true)]
    public static string Format(double value, [SqlParameter(IsLiteral = true, Minimum = 0)] long decimals, [SqlParameter(Coercion = Coercion.Text)] string locale) =>
        NumberLocale.TryGet(locale, out var form) ? form.Group(Format(value, decimals)) : throw new SqlException($"expected a locale as en_US or de_CH, found {locale}");

    // The digit behind the last decimal ends the number exactly when that many binary places do.
    private static bool IsTie(double value, long decimals)
    {
        var scaled = Math.ScaleB(value, (int)decimals + 1);
        return Math.Abs(scaled) < 1L << 53 && scaled == Math.Truncate(scaled) && scaled % 2 != 0;
    }

    private static string RoundTie(double value, long decimals, string rounded)
    {
        var exact = value.ToString($"F{decimals + 1}", CultureInfo.InvariantCulture);
        var truncated = exact[..^1].TrimEnd('.');
        return (truncated[^1] - '0') % 2 == 0 ? truncated : rounded;
    }
}
