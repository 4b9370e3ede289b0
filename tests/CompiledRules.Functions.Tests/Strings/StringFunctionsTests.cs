using CompiledRules.Functions.Strings;

namespace CompiledRules.Functions.Tests.Strings;

public sealed class StringFunctionsTests
{
    [Test]
    public void Concat_takes_the_text_of_anything()
    {
        Assert.That(StringFunctions.Concat("a", SqlValue.Null, 1_000_000d, new SqlArray([1, "b"])), Is.EqualTo("a1e+06[1 b]"));
        Assert.That(StringFunctions.Concat("a", 1), Is.EqualTo("a1"));
    }

    [TestCase("中国人", "国", 3)]
    [TestCase("abc", "", 0)]
    [TestCase("abc", "d", -1)]
    public void Indexof_counts_bytes(string text, string part, long expected) => Assert.That(StringFunctions.IndexOf(text, part), Is.EqualTo(expected));

    [Test]
    public void Length_counts_code_points() => Assert.That(StringFunctions.Length("a中😀"), Is.EqualTo(3));

    [Test]
    public void Numbytes_counts_bytes() => Assert.That(StringFunctions.NumBytes("a中😀"), Is.EqualTo(8));

    [Test]
    public void Length_counts_elements()
    {
        Assert.That(StringFunctions.Length(new SqlArray([1, 2])), Is.EqualTo(2));
        Assert.That(StringFunctions.Length(SqlObject.From([new("a", 1)])), Is.EqualTo(1));
    }

    [Test]
    public void Reverse_keeps_surrogate_pairs() => Assert.That(StringFunctions.Reverse("ab😀"), Is.EqualTo("😀ba"));

    [Test]
    public void Pad_adds_spaces_whatever_the_length()
    {
        Assert.That(StringFunctions.PadLeft("abc", 2), Is.EqualTo("  abc"));
        Assert.That(StringFunctions.PadRight("abc", 2), Is.EqualTo("abc  "));
        Assert.That(() => StringFunctions.PadLeft("abc", -1), Throws.TypeOf<SqlException>());
    }

    [Test]
    public void Trim_takes_Unicode_white_space()
    {
        Assert.That(StringFunctions.Trim("\u00a0\u2003a \t"), Is.EqualTo("a"));
        Assert.That(StringFunctions.TrimStart(" \ta\n "), Is.EqualTo("a\n "));
        Assert.That(StringFunctions.TrimEnd(" a\n "), Is.EqualTo(" a"));
    }

    [TestCase("NYCNicks", 3, 5, "Ni")]
    [TestCase("NYCNicks", 3, 100, "Nicks")]
    [TestCase("NYCNicks", 88, 100, "")]
    [TestCase("abc", 2, 2, "")]
    [TestCase("中国", 3, 6, "国")]
    [TestCase("中国", 1, 6, "\ufffd\ufffd国")]
    public void Substring_counts_bytes_up_to_an_end(string text, long start, long end, string expected) =>
        Assert.That(StringFunctions.Substring(text, start, end), Is.EqualTo(expected));

    [TestCase(-1, 2)]
    [TestCase(2, 1)]
    public void Substring_refuses_bad_offsets(long start, long end) => Assert.That(() => StringFunctions.Substring("abc", start, end), Throws.TypeOf<SqlException>());

    [TestCase(0, "a")]
    [TestCase(2, "c")]
    [TestCase(-1, "c")]
    [TestCase(-3, "a")]
    public void Split_value(long index, string expected) => Assert.That(StringFunctions.SplitValue("a/b/c", "/", index), Is.EqualTo(expected));

    [TestCase(3)]
    [TestCase(-4)]
    public void Split_value_out_of_range_is_an_error(long index) =>
        Assert.That(() => StringFunctions.SplitValue("a/b/c", "/", index), Throws.TypeOf<SqlException>().With.Message.Contains("3"));

    [Test]
    public void Split_value_without_separator_splits_characters() => Assert.That(StringFunctions.SplitValue("a😀c", "", 1), Is.EqualTo("😀"));

    [TestCase(12332.123456, 4, "12332.1235")]
    [TestCase(12332.1, 4, "12332.1000")]
    [TestCase(2.5, 0, "2")]
    [TestCase(3.5, 0, "4")]
    [TestCase(-0.125, 2, "-0.12")]
    [TestCase(0.375, 2, "0.38")]
    [TestCase(1e21, 1, "1000000000000000000000.0")]
    public void Format_takes_halves_to_even(double value, long decimals, string expected) => Assert.That(StringFunctions.Format(value, decimals), Is.EqualTo(expected));

    [TestCase("en_US", "1,234,567.50")]
    [TestCase("en-gb", "1,234,567.50")]
    [TestCase("de_CH", "1’234’567.50")]
    [TestCase("de_DE", "1.234.567,50")]
    [TestCase("fr_FR", "1\u00a0234\u00a0567,50")]
    [TestCase("hi_IN", "12,34,567.50")]
    [TestCase("zh_Hant_TW", "1,234,567.50")]
    public void Format_groups_by_locale(string locale, string expected) => Assert.That(StringFunctions.Format(1234567.5, 2, locale), Is.EqualTo(expected));

    [Test]
    public void Format_groups_negative_and_short_numbers()
    {
        Assert.That(StringFunctions.Format(-123456, 0, "en_US"), Is.EqualTo("-123,456"));
        Assert.That(StringFunctions.Format(-12, 1, "en_US"), Is.EqualTo("-12.0"));
    }

    [TestCase("en")]
    [TestCase("xx_YY")]
    [TestCase("not_exist_locale")]
    [TestCase("")]
    public void Format_needs_a_known_language_and_a_country(string locale) => Assert.That(() => StringFunctions.Format(1, 1, locale), Throws.TypeOf<SqlException>());
}
