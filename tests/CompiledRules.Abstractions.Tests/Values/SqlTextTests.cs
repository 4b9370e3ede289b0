namespace CompiledRules.Abstractions.Tests;

public sealed class SqlTextTests
{
    [TestCase(0d, "0")]
    [TestCase(-0d, "-0")]
    [TestCase(100000d, "100000")]
    [TestCase(1000000d, "1e+06")]
    [TestCase(123456789d, "1.23456789e+08")]
    [TestCase(0.0001, "0.0001")]
    [TestCase(0.00001, "1e-05")]
    [TestCase(12.5, "12.5")]
    [TestCase(-1.5e300, "-1.5e+300")]
    [TestCase(double.NaN, "NaN")]
    [TestCase(double.PositiveInfinity, "+Inf")]
    public void Shortest_form_turns_to_an_exponent_at_a_million(double value, string expected) =>
        Assert.That(SqlText.Format(value), Is.EqualTo(expected));

    [TestCase(123456789d, "123456789")]
    [TestCase(1e21, "1000000000000000000000")]
    [TestCase(1.25e-7, "0.000000125")]
    [TestCase(-0.1, "-0.1")]
    public void Plain_form_has_no_exponent(double value, string expected) => Assert.That(SqlText.FormatPlain(value), Is.EqualTo(expected));

    [Test]
    public void Smallest_number_has_all_its_zeros() => Assert.That(SqlText.FormatPlain(5e-324), Is.EqualTo("0." + new string('0', 323) + "5"));

    [Test]
    public void Arrays_and_objects_nest()
    {
        var value = SqlObject.From([new("b", new SqlArray([1, "a", SqlValue.Null, 1e6])), new("a", true)]);

        Assert.That(SqlText.ToText(value), Is.EqualTo("map[a:true b:[1 a <nil> 1e+06]]"));
    }

    [Test]
    public void Null_is_empty() => Assert.That(SqlText.ToText(SqlValue.Null), Is.Empty);
}
