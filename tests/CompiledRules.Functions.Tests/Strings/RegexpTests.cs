using CompiledRules.Functions.Strings;

namespace CompiledRules.Functions.Tests.Strings;

public sealed class RegexpTests
{
    [TestCase("seafood", "foo.*", true)]
    [TestCase("a\n", "a$", false)]
    [TestCase("a\nb", "(?m)a$", true)]
    [TestCase("٣", "\\d", false)]
    [TestCase("x٣", "[^\\d]", true)]
    [TestCase("é", "^\\w$", false)]
    [TestCase("é", "^[\\W]$", true)]
    [TestCase("é", "^\\pL$", true)]
    [TestCase("é", "^\\p{Latin}", null)]
    [TestCase("a.c", "\\Qa.c\\E", true)]
    [TestCase("abc", "\\Qa.c\\E", false)]
    [TestCase("A1_", "^[[:alnum:]_]+$", true)]
    [TestCase("-", "[[:alnum:]]", false)]
    [TestCase("😀", "^\\x{1F600}$", true)]
    [TestCase("]", "[]]", true)]
    [TestCase("[", "[[]", true)]
    [TestCase("ABC", "(?i)abc", true)]
    public void Matches_as_RE2_does(string text, string pattern, bool? expected)
    {
        if (expected is { } matches)
            Assert.That(StringFunctions.RegexpMatches(text, pattern), Is.EqualTo(matches));
        else
            Assert.That(() => StringFunctions.RegexpMatches(text, pattern), Throws.TypeOf<SqlException>());
    }

    [TestCase("-ab-axxb-", "a(x*)b", "REP", "-REP-REP-")]
    [TestCase("-ab-axxb-", "a(x*)b", "<$1>", "-<>-<xx>-")]
    [TestCase("-ab-axxb-", "a(x*)b", "$1W", "---")]
    [TestCase("-ab-axxb-", "a(x*)b", "${1}W", "-W-xxW-")]
    [TestCase("-ab-axxb-", "a(?P<mid>x*)b", "[$mid]", "-[]-[xx]-")]
    [TestCase("ab", "b", "$$$", "a$$")]
    [TestCase("baaac", "a*", "-", "-b-c-")]
    [TestCase("abc", "(b)", "$0$0", "abbc")]
    public void Replaces_with_groups(string text, string pattern, string replacement, string expected) =>
        Assert.That(StringFunctions.RegexpReplace(text, pattern, replacement), Is.EqualTo(expected));

    [Test]
    public void Substr_is_the_first_match_or_empty()
    {
        Assert.That(StringFunctions.RegexpSubstr("seafood", "o+"), Is.EqualTo("oo"));
        Assert.That(StringFunctions.RegexpSubstr("seafood", "x"), Is.Empty);
    }

    [TestCase("(")]
    [TestCase("(?=a)")]
    [TestCase("(a)\\1")]
    [TestCase("[[:what:]]")]
    public void Bad_pattern_is_an_error(string pattern) =>
        Assert.That(() => StringFunctions.RegexpMatches("a", pattern), Throws.TypeOf<SqlException>().With.Message.Contains("regular expression"));
}
