using System.Globalization;

namespace CompiledRules.Functions.Conversion;

public static partial class ConversionFunctions
{
    /// <param name="text">Hexadecimal digits with or without <c>0x</c>, and an optional sign in front of the digits.</param>
    /// <exception cref="SqlException">The text is not a hexadecimal number of 64 bits.</exception>
    [SqlFunction("hex2dec", GuardsEmpty = true)]
    public static long HexToDec([SqlParameter(Coercion = Coercion.Strict)] string text)
    {
        var digits = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text.AsSpan(2) : text;
        var isNegative = digits.StartsWith('-');
        if (isNegative || digits.StartsWith('+'))
            digits = digits[1..];

        if (!ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var magnitude) || magnitude > (isNegative ? 1UL << 63 : long.MaxValue))
            throw new SqlException($"expected a hexadecimal number of 64 bits, found {SqlText.Describe(text)}");

        return isNegative ? unchecked(-(long)magnitude) : (long)magnitude;
    }
}
