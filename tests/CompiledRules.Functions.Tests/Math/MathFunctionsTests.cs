namespace CompiledRules.Functions.Tests;

public sealed class MathFunctionsTests
{
    [TestCase(25.987, 2, 25.99)]
    [TestCase(25.919, 1, 25.9)]
    [TestCase(9.9999, 3, 10)]
    [TestCase(56788.34, -3, 57000)]
    [TestCase(1.8e306, 2, 1.8e306)]
    [TestCase(-2.5, 0, -3)]
    [TestCase(4503599627370497.5, 1, 4503599627370497.5)]
    [TestCase(49, -2, 0)]
    [TestCase(5e-324, 400, 5e-324)]
    [TestCase(1e300, -400, 0)]
    public void Round_takes_halves_away_from_zero(double value, long digits, double expected) =>
        Assert.That(MathFunctions.Round(value, digits), Is.EqualTo(expected));

    [Test]
    public void Trunc_rounds() => Assert.That(MathFunctions.Truncate(3.1459, 2), Is.EqualTo(3.15));

    [TestCase("a", 16, 2, "1010")]
    [TestCase("6E", 18, 8, "172")]
    [TestCase("-17", 10, -18, "-H")]
    [TestCase("-17", 10, 16, "FFFFFFFFFFFFFFEF")]
    [TestCase("18446744073709551615", -10, 16, "7FFFFFFFFFFFFFFF")]
    [TestCase("99999999999999999999999", 10, 16, "FFFFFFFFFFFFFFFF")]
    [TestCase("-9223372036854775808", -10, -10, "-9223372036854775808")]
    [TestCase("12F", -10, 16, "C")]
    [TestCase("  +FF ", 16, 10, "255")]
    [TestCase("z", 10, 2, "0")]
    [TestCase("", 10, 2, "0")]
    [TestCase("1", 1, 2, null)]
    [TestCase("1", 10, 37, null)]
    public void Conv(string number, long fromBase, long toBase, string? expected) =>
        Assert.That(MathFunctions.Conv(number, fromBase, toBase), Is.EqualTo(expected));

    [Test]
    public void Logarithms_of_negative_numbers_are_errors()
    {
        Assert.That(() => MathFunctions.Ln(-1), Throws.TypeOf<SqlException>());
        Assert.That(() => MathFunctions.Log(-1), Throws.TypeOf<SqlException>());
        Assert.That(() => MathFunctions.Log(10, -1), Throws.TypeOf<SqlException>());
        Assert.That(() => MathFunctions.Sqrt(-1), Throws.TypeOf<SqlException>());
        Assert.That(MathFunctions.Ln(0), Is.EqualTo(double.NegativeInfinity));
    }

    [Test]
    public void Log_takes_the_base_first() => Assert.That(MathFunctions.Log(2, 8), Is.EqualTo(3).Within(1e-12));

    [Test]
    public void Results_that_are_no_number_are_null()
    {
        Assert.That(MathFunctions.Acos(2), Is.Null);
        Assert.That(MathFunctions.Asin(-2), Is.Null);
        Assert.That(MathFunctions.Sin(double.PositiveInfinity), Is.Null);
    }

    [Test]
    public void Mod_by_zero_is_no_number() => Assert.That(MathFunctions.Mod(1, 0), Is.NaN);

    [Test]
    public void Abs_keeps_the_kind_and_every_digit()
    {
        Assert.That(MathFunctions.Abs(-9007199254740993), Is.EqualTo(9007199254740993));
        Assert.That(MathFunctions.Abs(long.MinValue), Is.EqualTo(long.MinValue));
        Assert.That(MathFunctions.Abs(-0.5), Is.EqualTo(0.5));
    }

    [Test]
    public void Cot_of_zero_is_an_error() => Assert.That(() => MathFunctions.Cot(0), Throws.TypeOf<SqlException>().With.Message.Contains("infinite"));

    [TestCase(-3.5, -1)]
    [TestCase(0, 0)]
    [TestCase(double.NaN, 0)]
    public void Sign(double value, long expected) => Assert.That(MathFunctions.Sign(value), Is.EqualTo(expected));

    [Test]
    public void Bits()
    {
        Assert.That(MathFunctions.BitAnd(12, 10), Is.EqualTo(8));
        Assert.That(MathFunctions.BitOr(12, 10), Is.EqualTo(14));
        Assert.That(MathFunctions.BitXor(12, 10), Is.EqualTo(6));
        Assert.That(MathFunctions.BitNot(0), Is.EqualTo(-1));
    }

    [Test]
    public void Rand_stays_below_one() => Assert.That(MathFunctions.Rand(), Is.InRange(0d, 1d).And.Not.EqualTo(1d));
}
