using System.Runtime.CompilerServices;

namespace CompiledRules;

public static partial class SqlConvert
{
    // The first double above long.MaxValue; the lower bound is exact.
    private const double IntegerLimit = 9223372036854775808d;

    /// <exception cref="SqlException">The value is not an integer under <paramref name="strictness"/>, or is outside the range of 64 bits.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long ToInteger(SqlValue value, Strictness strictness = Strictness.SameKind)
    {
        if (value.IsInteger)
            return value.AsInteger();

        return TryToInteger(value, strictness, out var number) ? number : throw Refuse(value, "bigint");
    }

    public static bool TryToInteger(SqlValue value, Strictness strictness, out long number)
    {
        if (value.IsInteger)
        {
            number = value.AsInteger();
            return true;
        }

        if (value.IsFloat)
            return TryTruncate(value.AsFloat(), strictness, out number);

        number = 0;
        if (strictness != Strictness.All)
            return false;

        if (value.IsBoolean)
            number = value.AsBoolean() ? 1 : 0;
        else if (value.IsString)
            return TryParseInteger(value.AsString(), out number);
        return value.IsNull || value.IsBoolean;
    }

    /// <summary>Reads an integer with an optional sign and base prefix (<c>0x</c>, <c>0b</c>, <c>0o</c>, or a leading zero for octal) and single underscores between digits.</summary>
    public static bool TryParseInteger(ReadOnlySpan<char> text, out long number)
    {
        number = 0;
        var isNegative = text.StartsWith('-');
        var digits = isNegative || text.StartsWith('+') ? text[1..] : text;
        var radix = TakePrefix(ref digits, out var hasPrefix);
        if (!TryReadDigits(digits, radix, hasPrefix, out var magnitude))
            return false;

        if (magnitude > (isNegative ? 1UL << 63 : long.MaxValue))
            return false;

        number = isNegative ? unchecked(-(long)magnitude) : (long)magnitude;
        return true;
    }

    private static bool TryTruncate(double value, Strictness strictness, out long number)
    {
        number = 0;
        if (!(value is >= -IntegerLimit and < IntegerLimit))
            return false;

        number = (long)value;
        return strictness != Strictness.Strict || number == value;
    }

    private static int TakePrefix(ref ReadOnlySpan<char> digits, out bool hasPrefix)
    {
        hasPrefix = digits.Length > 1 && digits[0] == '0';
        if (!hasPrefix)
            return 10;

        var radix = (char)(digits[1] | 0x20) switch { 'x' => 16, 'b' => 2, 'o' => 8, _ => 0 };
        digits = radix == 0 ? digits[1..] : digits[2..];
        return radix == 0 ? 8 : radix;
    }

    // An underscore stands between two digits, or between a prefix and a digit.
    private static bool TryReadDigits(ReadOnlySpan<char> digits, int radix, bool hasPrefix, out ulong magnitude)
    {
        magnitude = 0;
        var mayBeUnderscore = hasPrefix;
        foreach (var letter in digits)
        {
            if (letter == '_' && mayBeUnderscore)
            {
                mayBeUnderscore = false;
                continue;
            }

            var digit = DigitValue(letter);
            if (digit >= radix || magnitude > (ulong.MaxValue - (ulong)digit) / (ulong)radix)
                return false;

            magnitude = (magnitude * (ulong)radix) + (ulong)digit;
            mayBeUnderscore = true;
        }

        return !digits.IsEmpty && digits[^1] != '_';
    }

    private static int DigitValue(char letter) => letter switch
    {
        >= '0' and <= '9' => letter - '0',
        >= 'a' and <= 'z' => letter - 'a' + 10,
        >= 'A' and <= 'Z' => letter - 'A' + 10,
        _ => int.MaxValue,
    };
}
