namespace CompiledRules.Functions;

public static partial class MathFunctions
{
    private const int LargestBase = 36;

    /// <summary>Writes a number of one base in another, in upper case.</summary>
    /// <param name="number">The longest prefix that is a number counts, without it <c>"0"</c>. Numbers outside 64 bits become the nearest inside.</param>
    /// <param name="fromBase">2 to 36; negative where the number is signed.</param>
    /// <param name="toBase">2 to 36; negative where a minus sign is written, otherwise a negative number appears as its 64 bits.</param>
    /// <returns>Null for a base out of range.</returns>
    [SqlFunction("conv", GuardsEmpty = true)]
    public static string? Conv(
        [SqlParameter(Coercion = Coercion.Text, Literals = [SqlKind.String, SqlKind.Integer, SqlKind.Float])] string number,
        [SqlParameter(IsLiteral = true)] long fromBase,
        [SqlParameter(IsLiteral = true)] long toBase)
    {
        if (!IsBase(fromBase) || !IsBase(toBase))
            return null;

        var digits = number.AsSpan().Trim();
        var isNegative = digits.StartsWith('-');
        if (isNegative || digits.StartsWith('+'))
            digits = digits[1..];

        var magnitude = ReadPrefix(digits, (ulong)Math.Abs(fromBase));
        if (fromBase < 0)
            magnitude = Math.Min(magnitude, isNegative ? 1UL << 63 : long.MaxValue);
        if (isNegative)
            magnitude = unchecked(0 - magnitude);

        var writesSign = toBase < 0 && (long)magnitude < 0;
        return Write(writesSign ? unchecked(0 - magnitude) : magnitude, (ulong)Math.Abs(toBase), writesSign);
    }

    private static bool IsBase(long value) => value is >= 2 and <= LargestBase or >= -LargestBase and <= -2;

    private static ulong ReadPrefix(ReadOnlySpan<char> digits, ulong numberBase)
    {
        UInt128 value = 0;
        foreach (var letter in digits)
        {
            var digit = char.IsAsciiDigit(letter) ? letter - '0' : char.IsAsciiLetter(letter) ? (letter | 0x20) - 'a' + 10 : LargestBase;
            if ((ulong)digit >= numberBase)
                break;

            value = UInt128.Min((value * numberBase) + (ulong)digit, ulong.MaxValue);
        }

        return (ulong)value;
    }

    private static string Write(ulong value, ulong numberBase, bool isNegative)
    {
        const int Longest = 65;
        Span<char> text = stackalloc char[Longest];
        var start = Longest;
        do
        {
            text[--start] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[(int)(value % numberBase)];
            value /= numberBase;
        }
        while (value > 0);

        if (isNegative)
            text[--start] = '-';
        return text[start..].ToString();
    }
}
