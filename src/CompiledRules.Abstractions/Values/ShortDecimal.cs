using System.Buffers.Text;

namespace CompiledRules;

/// <summary>Writes the doubles that are decimals of few digits, as most measurements are, without the general search for the shortest digits.</summary>
/// <remarks>
/// Of the decimals with up to 15 digits no two read as the same double. So when one of them, made by a division that rounds correctly, is the number itself,
/// it is the shortest text that reads back, once the zeros at its end are gone.
/// </remarks>
internal static class ShortDecimal
{
    private const int Decimals = 6;
    private const double Scale = 1e6;
    private const long WholeScale = 1_000_000;

    // Keeps the scaled number below 15 digits.
    private const double Limit = 1e9;

    /// <param name="output">At least 20 bytes.</param>
    /// <returns>False, with nothing written, for any other number, negative zero included.</returns>
    public static bool TryFormat(double value, Span<byte> output, out int length)
    {
        length = 0;
        var magnitude = Math.Abs(value);
        if (!(magnitude < Limit))
            return false;

        var scaled = (long)((magnitude * Scale) + 0.5);
        if (scaled / Scale != magnitude || (scaled == 0 && double.IsNegative(value)))
            return false;

        if (value < 0)
            output[length++] = (byte)'-';
        var (whole, fraction) = Math.DivRem(scaled, WholeScale);
        Utf8Formatter.TryFormat(whole, output[length..], out var written);
        length += written;
        if (fraction != 0)
            length += WriteFraction((int)fraction, output[length..]);
        return true;
    }

    private static int WriteFraction(int fraction, Span<byte> output)
    {
        var length = Decimals;
        while (fraction % 10 == 0)
        {
            fraction /= 10;
            length--;
        }

        output[0] = (byte)'.';
        for (var place = length; place > 0; place--)
        {
            output[place] = (byte)('0' + (fraction % 10));
            fraction /= 10;
        }

        return length + 1;
    }
}
