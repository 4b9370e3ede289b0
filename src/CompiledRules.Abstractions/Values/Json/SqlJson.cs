using System.Buffers;
using System.Text;

namespace CompiledRules;

/// <summary>Whole values from and to JSON text. Streams of rows are the concern of the formats, which share these rules.</summary>
public static class SqlJson
{
    /// <summary>Reads exactly one JSON value; of names that come twice in an object the last counts.</summary>
    /// <param name="wholeNumbersAsIntegers">Whether a number without point and exponent that fits in 64 bits is an integer. Otherwise all numbers are floats.</param>
    /// <exception cref="SqlException">The text is not JSON, or a number is outside the range of a double.</exception>
    public static SqlValue Parse(ReadOnlySpan<byte> utf8, bool wholeNumbersAsIntegers = false) => SqlJsonReader.Read(utf8, wholeNumbersAsIntegers);

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte}, bool)"/>
    public static SqlValue Parse(string text, bool wholeNumbersAsIntegers = false)
    {
        var length = Encoding.UTF8.GetMaxByteCount(text.Length);
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            return Parse(buffer.AsSpan(0, Encoding.UTF8.GetBytes(text, buffer)), wholeNumbersAsIntegers);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>
    /// Writes compact JSON: names sorted by their UTF-8 bytes at every level, <c>&lt; &gt; &amp;</c> and the line separators escaped, bytes in base64,
    /// times in RFC 3339. Missing members are left out; a missing value is written as null.
    /// </summary>
    /// <param name="nonFiniteAsNull">Whether NaN and the infinities are written as null. Otherwise they are an error.</param>
    /// <exception cref="SqlException">A number has no JSON form. Nothing written before is taken back.</exception>
    public static void Write(SqlValue value, IBufferWriter<byte> output, bool nonFiniteAsNull = false) => new SqlJsonWriter(output, nonFiniteAsNull).Write(value);

    /// <inheritdoc cref="Write"/>
    public static string ToText(SqlValue value, bool nonFiniteAsNull = false)
    {
        var output = new ArrayBufferWriter<byte>();
        Write(value, output, nonFiniteAsNull);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
