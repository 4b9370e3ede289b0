using System.Globalization;
using System.Runtime.CompilerServices;

namespace CompiledRules;

public static partial class SqlConvert
{
    /// <exception cref="SqlException">The value is not a float under <paramref name="strictness"/>.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ToFloat(SqlValue value, Strictness strictness = Strictness.SameKind)
    {
        if (value.IsFloat)
            return value.AsFloat();

        return TryToFloat(value, strictness, out var number) ? number : throw Refuse(value, "float");
    }

    public static bool TryToFloat(SqlValue value, Strictness strictness, out double number)
    {
        number = value.IsNumber ? value.AsNumber() : 0;
        if (value.IsFloat || (value.IsInteger && strictness != Strictness.Strict))
            return true;

        if (strictness != Strictness.All)
            return false;

        if (value.IsBoolean)
            number = value.AsBoolean() ? 1 : 0;
        else if (value.IsString)
            return TryParseFloat(value.AsString(), out number);
        return value.IsNull || value.IsBoolean;
    }

    /// <summary>Reads a decimal number, a hexadecimal one with a binary exponent (<c>0x1.8p3</c>), an infinity or NaN; no white space, no separators.</summary>
    public static bool TryParseFloat(ReadOnlySpan<char> text, out double number)
    {
        var unsigned = text.StartsWith('-') || text.StartsWith('+') ? text[1..] : text;
        if (unsigned.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return TryParseHexFloat(unsigned[2..], text[0] == '-', out number);

        if (unsigned.Equals("inf", StringComparison.OrdinalIgnoreCase) || unsigned.Equals("infinity", StringComparison.OrdinalIgnoreCase))
        {
            number = text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }

        number = double.NaN;
        if (text.Equals("nan", StringComparison.OrdinalIgnoreCase))
            return true;

        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return !unsigned.IsEmpty
            && (char.IsAsciiDigit(unsigned[0]) || unsigned[0] == '.')
            && double.TryParse(text, Style, CultureInfo.InvariantCulture, out number)
            && double.IsFinite(number);
    }

    // mantissa := hex digits with at most one point; the exponent, a decimal power of two, is mandatory.
    private static bool TryParseHexFloat(ReadOnlySpan<char> text, bool isNegative, out double number)
    {
        number = 0;
        var exponentAt = text.IndexOfAny('p', 'P');
        if (exponentAt < 1 || !int.TryParse(text[(exponentAt + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent))
            return false;

        var mantissa = text[..exponentAt];
        var pointAt = mantissa.IndexOf('.');
        var value = 0d;
        var digitCount = 0;
        for (var i = 0; i < mantissa.Length; i++)
        {
            if (i == pointAt || (mantissa[i] == '_' && i + 1 < mantissa.Length))
                continue;

            var digit = DigitValue(mantissa[i]);
            if (digit >= 16)
                return false;

            value = (value * 16) + digit;
            digitCount++;
            if (pointAt >= 0 && i > pointAt)
                exponent -= 4;
        }

        number = Math.ScaleB(isNegative ? -value : value, exponent);
        return digitCount > 0 && double.IsFinite(number);
    }
}
