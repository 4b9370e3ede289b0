using CompiledRules.Functions.Conversion;

namespace CompiledRules.Functions.Tests.Conversion;

public sealed class ConversionFunctionsTests
{
    private static readonly RuleContext s_context = new();

    [Test]
    public void Cast_reaches_every_type()
    {
        Assert.That(Cast(1.9, "bigint"), Is.EqualTo(SqlValue.From(1)));
        Assert.That(Cast("0x1f", "bigint"), Is.EqualTo(SqlValue.From(31)));
        Assert.That(Cast("1e3", "float"), Is.EqualTo(SqlValue.From(1000d)));
        Assert.That(Cast(123456789d, "string"), Is.EqualTo(SqlValue.From("123456789")));
        Assert.That(Cast("T", "boolean"), Is.EqualTo(SqlValue.True));
        Assert.That(Cast("aGk=", "bytea").AsBytes(), Is.EqualTo("hi"u8.ToArray()));
        Assert.That(Cast(1620002730000d, "datetime").AsTime().ToString(), Is.EqualTo("2021-05-03T00:45:30Z"));
    }

    [TestCase("12.0", "bigint")]
    [TestCase("x", "float")]
    [TestCase("x", "boolean")]
    [TestCase("x", "datetime")]
    [TestCase("1", "bool")]
    public void Cast_refuses(string value, string type) => Assert.That(() => Cast(value, type), Throws.TypeOf<SqlException>());

    [Test]
    public void Arrays_are_no_text() => Assert.That(() => Cast(new SqlArray([1]), "string"), Throws.TypeOf<SqlException>());

    [Test]
    public void Base64_there_and_back()
    {
        Assert.That(ConversionFunctions.Encode("hello", "base64"), Is.EqualTo("aGVsbG8="));
        Assert.That(ConversionFunctions.Decode("aGVsbG8=", "BASE64"), Is.EqualTo("hello"u8.ToArray()));
        Assert.That(() => ConversionFunctions.Decode("a", "base64"), Throws.TypeOf<SqlException>());
        Assert.That(() => ConversionFunctions.Encode("a", "hex"), Throws.TypeOf<SqlException>());
    }

    [TestCase("zlib")]
    [TestCase("gzip")]
    [TestCase("flate")]
    [TestCase("zstd")]
    public void Compression_there_and_back(string method)
    {
        var text = new string('a', 10_000) + "é";
        var compressed = ConversionFunctions.Compress(text, method);

        Assert.That(compressed, Has.Length.LessThan(200));
        Assert.That(ConversionFunctions.Decompress(compressed, method), Is.EqualTo(System.Text.Encoding.UTF8.GetBytes(text)));
        Assert.That(ConversionFunctions.Decompress(Convert.ToBase64String(compressed), method), Has.Length.EqualTo(10_002));
    }

    [TestCase("zlib")]
    [TestCase("gzip")]
    [TestCase("flate")]
    [TestCase("zstd")]
    [TestCase("bar")]
    public void Decompress_refuses_other_data(string method) =>
        Assert.That(() => ConversionFunctions.Decompress([0xff, 0xfe, 0xfd, 1, 2, 3, 4, 5], method), Throws.TypeOf<SqlException>());

    [Test]
    public void Chr_is_a_number()
    {
        Assert.That(ConversionFunctions.Chr("a"), Is.EqualTo(97));
        Assert.That(ConversionFunctions.Chr(128), Is.EqualTo(128));
        Assert.That(() => ConversionFunctions.Chr("ab"), Throws.TypeOf<SqlException>());
        Assert.That(() => ConversionFunctions.Chr("é"), Throws.TypeOf<SqlException>());
    }

    [TestCase("0x10", 16)]
    [TestCase("ff", 255)]
    [TestCase("-8000000000000000", long.MinValue)]
    public void Hex2dec(string text, long expected) => Assert.That(ConversionFunctions.HexToDec(text), Is.EqualTo(expected));

    [TestCase("")]
    [TestCase("0x")]
    [TestCase("xyz")]
    [TestCase("8000000000000000")]
    [TestCase(" 1")]
    public void Hex2dec_refuses(string text) => Assert.That(() => ConversionFunctions.HexToDec(text), Throws.TypeOf<SqlException>());

    [TestCase(16, "0x10")]
    [TestCase(0, "0x0")]
    [TestCase(-16, "0x-10")]
    [TestCase(long.MinValue, "0x-8000000000000000")]
    public void Dec2hex(long number, string expected) => Assert.That(ConversionFunctions.DecToHex(number), Is.EqualTo(expected));

    [Test]
    public void Convert_tz_keeps_the_instant()
    {
        var result = ConversionFunctions.ConvertTz(s_context, 1620002730000L, "Asia/Shanghai");

        Assert.That(result.ToString(), Is.EqualTo("2021-05-03T08:45:30+08:00"));
        Assert.That(() => ConversionFunctions.ConvertTz(s_context, 0L, "Nowhere/Land"), Throws.TypeOf<SqlException>());
        Assert.That(() => ConversionFunctions.ConvertTz(s_context, true, "UTC"), Throws.TypeOf<SqlException>());
    }

    [TestCase(1999, 1)]
    [TestCase(-1, -1)]
    [TestCase(0, 0)]
    public void To_seconds_rounds_towards_the_past(long milliseconds, long expected) =>
        Assert.That(ConversionFunctions.ToSeconds(s_context, milliseconds), Is.EqualTo(expected));

    private static SqlValue Cast(SqlValue value, string type) => ConversionFunctions.Cast(s_context, value, type);
}
