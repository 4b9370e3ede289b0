using System.Text;

namespace CompiledRules.Abstractions.Tests;

public sealed class SqlJsonTests
{
    [TestCase(3d, "3")]
    [TestCase(0.000001, "0.000001")]
    [TestCase(1e-7, "1e-7")]
    [TestCase(1e20, "100000000000000000000")]
    [TestCase(1e21, "1e+21")]
    [TestCase(-1234.5, "-1234.5")]
    public void Floats_have_an_exponent_only_at_the_extremes(double value, string expected) => Assert.That(SqlJson.ToText(value), Is.EqualTo(expected));

    [Test]
    public void Names_are_sorted_by_bytes_at_every_level()
    {
        var inner = SqlObject.From([new("z", 1), new("Z", 2)]);
        var value = SqlObject.From([new("\uFF5E", 1), new("\U0001F600", 2), new("b", inner), new("a", SqlValue.Null)]);

        Assert.That(SqlJson.ToText(value), Is.EqualTo("{\"a\":null,\"b\":{\"Z\":2,\"z\":1},\"\uFF5E\":1,\"\U0001F600\":2}"));
    }

    [Test]
    public void Text_is_escaped_for_html() =>
        Assert.That(SqlJson.ToText("<a>&\"\\\n\u0001\u2028é\ud800b"), Is.EqualTo("\"\\u003ca\\u003e\\u0026\\\"\\\\\\n\\u0001\\u2028é\\ufffdb\""));

    [Test]
    public void Utf8_text_is_escaped_alike() =>
        Assert.That(SqlJson.ToText(SqlValue.From(new Utf8Text(Encoding.UTF8.GetBytes("<\u2028€é\t")))), Is.EqualTo("\"\\u003c\\u2028€é\\t\""));

    [Test]
    public void Missing_members_are_left_out() =>
        Assert.That(SqlJson.ToText(SqlObject.FromArrays(["a", "b"], [SqlValue.Missing, 1])), Is.EqualTo("{\"b\":1}"));

    [Test]
    public void Bytes_and_times()
    {
        Assert.That(SqlJson.ToText(SqlValue.From("hello"u8.ToArray())), Is.EqualTo("\"aGVsbG8=\""));
        Assert.That(SqlJson.ToText(SqlValue.From(SqlTime.FromUnixMilliseconds(1, TimeZoneInfo.Utc))), Is.EqualTo("\"1970-01-01T00:00:00.001Z\""));
    }

    [Test]
    public void Nan_is_an_error_or_null()
    {
        Assert.That(() => SqlJson.ToText(double.NaN), Throws.TypeOf<SqlException>());
        Assert.That(SqlJson.ToText(double.NaN, nonFiniteAsNull: true), Is.EqualTo("null"));
    }

    [Test]
    public void Reading_gives_floats_unless_told()
    {
        Assert.That(SqlJson.Parse("[1, 2.5, \"a\", null, true, {\"b\": 1, \"b\": 2}]"), Is.EqualTo(SqlValue.From(
            new SqlArray([1d, 2.5, "a", SqlValue.Null, true, SqlObject.From([new("b", 2d)])]))));
        Assert.That(SqlJson.Parse("[1, 1.0, 1e2]", wholeNumbersAsIntegers: true), Is.EqualTo(SqlValue.From(new SqlArray([1, 1d, 100d]))));
    }

    [TestCase("")]
    [TestCase("key1")]
    [TestCase("1 2")]
    [TestCase("{\"a\"}")]
    [TestCase("1e999")]
    [TestCase("\"\\ud800\"")]
    public void Bad_text_is_an_error(string text) => Assert.That(() => SqlJson.Parse(text), Throws.TypeOf<SqlException>());
}
