using System.Globalization;

namespace CompiledRules;

/// <summary>Lays out the shortest digits that read back as the same double. The output is ASCII.</summary>
internal static class FloatText
{
    /// <summary>Enough for any double in any layout.</summary>
    public const int MaxLength = 352;

    // Longest form: sign, 17 digits, point, exponent.
    private const int MaxDigits = 32;

    /// <summary>Never an exponent: <c>1000000</c>, <c>0.0000001</c>.</summary>
    public static int FormatPlain(double value, Span<byte> output) => Format(value, output, int.MinValue, int.MaxValue, 2);

    /// <summary>An exponent of at least two digits below 1e-4 and from 1e6 on: <c>1e+06</c>, <c>1.5e-05</c>.</summary>
    public static int FormatShortest(double value, Span<byte> output) => Format(value, output, -4, 6, 2);

    /// <summary>An exponent below 1e-6 and from 1e21 on, without leading zeros: <c>1e-7</c>, <c>1e+21</c>.</summary>
    public static int FormatJson(double value, Span<byte> output) =>
        ShortDecimal.TryFormat(value, output, out var length) ? length : Format(value, output, -6, 21, 1);

    private static int Format(double value, Span<byte> output, int lowestExponent, int exponentLimit, int exponentWidth)
    {
        if (!double.IsFinite(value))
            return FormatNonFinite(value, output);

        Span<byte> digits = stackalloc byte[MaxDigits];
        var digitCount = ReadDigits(Math.Abs(value), digits, out var exponent);
        digits = digits[..digitCount];
        var length = 0;
        if (double.IsNegative(value))
            output[length++] = (byte)'-';

        if (exponent < lowestExponent || exponent >= exponentLimit)
            return WriteScientific(digits, exponent, exponentWidth, output, length);

        return exponent < 0 ? WriteFraction(digits, exponent, output, length) : WriteDecimal(digits, exponent, output, length);
    }

    private static int FormatNonFinite(double value, Span<byte> output)
    {
        var text = double.IsNaN(value) ? "NaN"u8 : value > 0 ? "+Inf"u8 : "-Inf"u8;
        text.CopyTo(output);
        return text.Length;
    }

    // Gives the significant digits, at least one, and the power of ten of the first.
    private static int ReadDigits(double magnitude, Span<byte> digits, out int exponent)
    {
        Span<byte> text = stackalloc byte[MaxDigits];
        magnitude.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture);
        text = text[..length];

        exponent = 0;
        var exponentAt = text.IndexOf((byte)'E');
        if (exponentAt >= 0)
        {
            exponent = int.Parse(text[(exponentAt + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..exponentAt];
        }

        var pointAt = text.IndexOf((byte)'.');
        exponent += (pointAt < 0 ? text.Length : pointAt) - 1;
        var count = 0;
        foreach (var symbol in text)
        {
            if (symbol == '.')
                continue;

            if (count == 0 && symbol == '0')
                exponent--;
            else
                digits[count++] = symbol;
        }

        while (count > 0 && digits[count - 1] == '0')
            count--;
        if (count > 0)
            return count;

        exponent = 0;
        digits[0] = (byte)'0';
        return 1;
    }

    private static int WriteScientific(ReadOnlySpan<byte> digits, int exponent, int exponentWidth, Span<byte> output, int length)
    {
        output[length++] = digits[0];
        if (digits.Length > 1)
        {
            output[length++] = (byte)'.';
            digits[1..].CopyTo(output[length..]);
            length += digits.Length - 1;
        }

        output[length++] = (byte)'e';
        output[length++] = (byte)(exponent < 0 ? '-' : '+');
        Math.Abs(exponent).TryFormat(output[length..], out var written, exponentWidth == 1 ? "D1" : "D2", CultureInfo.InvariantCulture);
        return length + written;
    }

    private static int WriteFraction(ReadOnlySpan<byte> digits, int exponent, Span<byte> output, int length)
    {
        output[length++] = (byte)'0';
        output[length++] = (byte)'.';
        var zeros = -exponent - 1;
        output.Slice(length, zeros).Fill((byte)'0');
        length += zeros;
        digits.CopyTo(output[length..]);
        return length + digits.Length;
    }

    private static int WriteDecimal(ReadOnlySpan<byte> digits, int exponent, Span<byte> output, int length)
    {
        var whole = exponent + 1;
        if (digits.Length <= whole)
        {
            digits.CopyTo(output[length..]);
            output.Slice(length + digits.Length, whole - digits.Length).Fill((byte)'0');
            return length + whole;
        }

        digits[..whole].CopyTo(output[length..]);
        output[length + whole] = (byte)'.';
        digits[whole..].CopyTo(output[(length + whole + 1)..]);
        return length + digits.Length + 1;
    }
}
