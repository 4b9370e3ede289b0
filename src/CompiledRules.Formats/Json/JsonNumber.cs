using System.Buffers.Text;
using System.Text;

namespace CompiledRules.Formats.Json;

/// <summary>Numbers of JSON, whose grammar the reader has checked.</summary>
internal static class JsonNumber
{
    private const ulong LargestExactMantissa = 1UL << 53;

    // Any number of so many digits fits in 64 bits.
    private const int MaximumDigits = 18;

    private static readonly double[] s_powersOfTen =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    /// <exception cref="SqlException">The number is outside the range of a float.</exception>
    public static double ReadFloat(ReadOnlySpan<byte> text)
    {
        if (TryReadShort(text, out var number))
            return number;

        if (Utf8Parser.TryParse(text, out number, out _) && double.IsFinite(number))
            return number;

        throw new SqlException($"the number {Encoding.ASCII.GetString(text)} is outside the range of a float");
    }

    /// <summary>Whether the text has neither point nor exponent.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> text) => text.IndexOfAny("eE."u8) < 0;

    /// <exception cref="SqlException">The number is outside the range of a bigint.</exception>
    public static long ReadInteger(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out long number, out var length) && length == text.Length
            ? number
            : throw new SqlException($"the number {Encoding.ASCII.GetString(text)} is outside the range of a bigint");

    private static bool TryReadShort(ReadOnlySpan<byte> text, out double number)
    {
        number = 0;
        var isNegative = text[0] == '-';
        var mantissa = 0L;
        var decimals = -1;
        if (text.Length > 17)
            return false;

        for (var i = isNegative ? 1 : 0; i < text.Length; i++)
        {
            var digit = (uint)(text[i] - '0');
            if (digit <= 9)
            {
                mantissa = (mantissa * 10) + digit;
                if (decimals >= 0)
                    decimals++;
            }
            else if (text[i] == '.')
            {
                decimals = 0;
            }
            else
            {
                return false;
            }
        }

        if (!TryScale(mantissa, decimals, out number))
            return false;

        if (isNegative)
            number = -number;
        return true;
    }

    /// <summary>Reads digits with at most one point, as the grammar has them; what follows them is not looked at.</summary>
    /// <param name="mantissa">The digits without sign and point.</param>
    /// <param name="decimals">How many stand behind the point, -1 where there is none.</param>
    /// <returns>The place behind the number; -1 where it is malformed, has an exponent or more digits than a bigint surely holds.</returns>
    public static int ReadPlain(ReadOnlySpan<byte> data, int start, out long mantissa, out int decimals)
    {
        var position = data[start] == '-' ? start + 1 : start;
        var first = position;
        mantissa = 0;
        decimals = -1;
        for (; (uint)position < (uint)data.Length; position++)
        {
            var digit = (uint)(data[position] - '0');
            if (digit > 9)
                break;
            mantissa = unchecked((mantissa * 10) + digit);
        }

        var whole = position - first;
        if (whole == 0 || whole > MaximumDigits || (data[first] == '0' && whole > 1))
            return -1;

        return (uint)position < (uint)data.Length && data[position] is (byte)'.' or (byte)'e' or (byte)'E'
            ? ReadDecimals(data, position, whole, ref mantissa, out decimals)
            : position;
    }

    // Up to 2^53 and 22 decimals, mantissa and power of ten are exact doubles, so one division rounds correctly.
    public static bool TryScale(long mantissa, int decimals, out double number)
    {
        number = decimals > 0 && decimals < s_powersOfTen.Length ? mantissa / s_powersOfTen[decimals] : mantissa;
        return (ulong)mantissa <= LargestExactMantissa && decimals < s_powersOfTen.Length;
    }

    private static int ReadDecimals(ReadOnlySpan<byte> data, int point, int whole, ref long mantissa, out int decimals)
    {
        decimals = 0;
        if (data[point] != '.')
            return -1;

        var position = point + 1;
        for (; (uint)position < (uint)data.Length; position++)
        {
            var digit = (uint)(data[position] - '0');
            if (digit > 9)
                break;
            mantissa = unchecked((mantissa * 10) + digit);
        }

        decimals = position - point - 1;
        var hasExponent = (uint)position < (uint)data.Length && (data[position] | 0x20) == 'e';
        return decimals == 0 || whole + decimals > MaximumDigits || hasExponent ? -1 : position;
    }
}
