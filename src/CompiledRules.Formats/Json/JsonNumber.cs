using System.Buffers.Text;
using System.Text;

namespace CompiledRules.Formats.Json;

/// <summary>Numbers of JSON, whose grammar the reader has checked.</summary>
internal static class JsonNumber
{
    private const long LargestExactMantissa = 1L << 53;

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

    // Up to 2^53 and 22 decimals, mantissa and power of ten are exact doubles, so one division rounds correctly.
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

        if (mantissa > LargestExactMantissa)
            return false;

        number = decimals > 0 ? mantissa / s_powersOfTen[decimals] : mantissa;
        if (isNegative)
            number = -number;
        return true;
    }
}
