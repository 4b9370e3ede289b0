using System.Text;

namespace CompiledRules.Abstractions.Tests;

public sealed class SqlConvertTests
{
    [TestCase("12", 12)]
    [TestCase("-12", -12)]
    [TestCase("+7", 7)]
    [TestCase("0x1f", 31)]
    [TestCase("0B101", 5)]
    [TestCase("0o17", 15)]
    [TestCase("017", 15)]
    [TestCase("1_000", 1000)]
    [TestCase("0x_1f", 31)]
    [TestCase("-0x8000000000000000", long.MinValue)]
    [TestCase("9223372036854775807", long.MaxValue)]
    public void Integer_text_has_bases_and_separators(string text, long expected) =>
        Assert.That(SqlConvert.ToInteger(text, Strictness.All), Is.EqualTo(expected));

    [TestCase("")]
    [TestCase("12.0")]
    [TestCase("08")]
    [TestCase("1__0")]
    [TestCase("_1")]
    [TestCase("1_")]
    [TestCase("0x")]
    [TestCase(" 1")]
    [TestCase("9223372036854775808")]
    [TestCase("99999999999999999999")]
    public void Other_text_is_no_integer(string text) =>
        Assert.That(() => SqlConvert.ToInteger(text, Strictness.All), Throws.TypeOf<SqlException>().With.Message.EqualTo($"cannot convert string({text}) to bigint"));

    [TestCase("1.5", 1.5)]
    [TestCase(".5", 0.5)]
    [TestCase("1e3", 1000)]
    [TestCase("0x1.8p1", 3)]
    [TestCase("-inf", double.NegativeInfinity)]
    [TestCase("NaN", double.NaN)]
    public void Float_text(string text, double expected) => Assert.That(SqlConvert.ToFloat(text, Strictness.All), Is.EqualTo(expected));

    [TestCase("")]
    [TestCase("-")]
    [TestCase("1,000")]
    [TestCase("1e999")]
    [TestCase("1 ")]
    [TestCase("0x1")]
    public void Other_text_is_no_float(string text) => Assert.That(SqlConvert.TryToFloat(text, Strictness.All, out _), Is.False);

    [Test]
    public void Strict_integer_takes_a_float_without_fraction()
    {
        Assert.That(SqlConvert.ToInteger(10.0, Strictness.Strict), Is.EqualTo(10));
        Assert.That(SqlConvert.TryToInteger(10.5, Strictness.Strict, out _), Is.False);
        Assert.That(SqlConvert.ToInteger(-10.5), Is.EqualTo(-10));
    }

    [Test]
    public void Strict_float_refuses_an_integer()
    {
        Assert.That(SqlConvert.TryToFloat(1, Strictness.Strict, out _), Is.False);
        Assert.That(SqlConvert.ToFloat(1), Is.EqualTo(1d));
    }

    [TestCase(double.NaN)]
    [TestCase(1e19)]
    [TestCase(double.NegativeInfinity)]
    public void Float_outside_the_range_is_no_integer(double value) => Assert.That(SqlConvert.TryToInteger(value, Strictness.All, out _), Is.False);

    [Test]
    public void Null_converts_only_under_all()
    {
        Assert.That(SqlConvert.TryToInteger(SqlValue.Null, Strictness.SameKind, out _), Is.False);
        Assert.That(SqlConvert.ToInteger(SqlValue.Null, Strictness.All), Is.Zero);
        Assert.That(SqlConvert.ToBoolean(SqlValue.Null, Strictness.All), Is.False);
        Assert.That(SqlConvert.ToText(SqlValue.Null, Strictness.All), Is.Empty);
    }

    [TestCase("T", true)]
    [TestCase("False", false)]
    public void Boolean_text(string text, bool expected) => Assert.That(SqlConvert.ToBoolean(text, Strictness.All), Is.EqualTo(expected));

    [Test]
    public void Boolean_text_is_of_a_fixed_list() => Assert.That(SqlConvert.TryToBoolean("yes", Strictness.All, out _), Is.False);

    [Test]
    public void Text_is_base64_or_itself()
    {
        Assert.That(SqlConvert.ToBytes("aGVsbG8="), Is.EqualTo("hello"u8.ToArray()));
        Assert.That(SqlConvert.ToBytes("hello!"), Is.EqualTo("hello!"u8.ToArray()));
        Assert.That(SqlConvert.ToText(SqlValue.From(Encoding.UTF8.GetBytes("é"))), Is.EqualTo("é"));
    }

    [Test]
    public void Cast_text_is_plain() => Assert.That(SqlConvert.ToText(123456789d, Strictness.All), Is.EqualTo("123456789"));
}
