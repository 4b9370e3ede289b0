using System.Globalization;
using CompiledRules.Sql.Syntax;

namespace CompiledRules.Sql.Tests.Syntax;

public sealed class RecoveryTests
{
    [TestCase("SELCT a FROM b", "SELCT", "did you mean SELECT?")]
    [TestCase("SELECT a FORM b", "FORM", "did you mean FROM?")]
    [TestCase("SELECT a FROM b WHER c = 1", "WHER", "did you mean WHERE?")]
    [TestCase("SELECT a FROM b GROUP BYE c", "BYE", "did you mean BY?")]
    [TestCase("SELECT a FROM b GROPU BY c", "GROPU", "did you mean GROUP?")]
    [TestCase("SELECT a FROM b ODER BY c", "ODER", "did you mean ORDER?")]
    [TestCase("SELECT a FROM b LIMT 1", "LIMT", "did you mean LIMIT?")]
    [TestCase("SELECT a FROM b LEF JOIN c ON d = e", "LEF", "did you mean LEFT?")]
    [TestCase("SELECT a FROM b WHERE c ADN d", "ADN", "did you mean AND?")]
    [TestCase("SELECT a FROM b WHERE c LIK 'x'", "LIK", "did you mean LIKE?")]
    [TestCase("SELECT a FROM b WHERE c BETWEN 1 AND 2", "BETWEN", "did you mean BETWEEN?")]
    [TestCase("SELECT a b FROM c", "b", "write AS before an alias")]
    [TestCase("SELECT a FROM b c WHERE d", "c", "write AS before an alias")]
    [TestCase("SELECT a FROM b JOIN c ON d = e", "JOIN", "write INNER JOIN")]
    [TestCase("SELECT a FROM b LEFT OUTER JOIN c ON d = e", "OUTER", "write LEFT JOIN")]
    [TestCase("SELECT a.end FROM b", "end", "write `end` in backquotes")]
    [TestCase("SELECT a AS order, b FROM c", "order", "write `order` in backquotes")]
    public void A_slip_is_named_and_read_as_what_was_meant(string text, string at, string hint)
    {
        var diagnostics = Parser.ParseScript(text).Diagnostics;

        Assert.That(diagnostics, Has.Count.EqualTo(1));
        Assert.That(text.Substring(diagnostics[0].Span.Start, diagnostics[0].Span.Length), Is.EqualTo(at));
        Assert.That(diagnostics[0].Hint, Is.EqualTo(hint));
    }

    [TestCase("SELECT *, FROM a", "CR1001 'FROM'")]
    [TestCase("SELECT *b FROM a", "CR1001 'b'")]
    [TestCase("SELECTname FROM a", "CR1001 'SELECTname'")]
    [TestCase("SELECT a", "CR1001 ''")]
    [TestCase("SELECT a FROM", "CR1001 ''")]
    [TestCase("SELECT a FROM b, c", "CR1001 ','")]
    [TestCase("SELECT a FROM b WHERE", "CR1001 ''")]
    [TestCase("SELECT a FROM b WHERE c = ", "CR1001 ''")]
    [TestCase("SELECT a FROM b WHERE (c = 1 GROUP BY d", "CR1001 'GROUP'")]
    [TestCase("SELECT a FROM b WHERE c = 1) GROUP BY d", "CR1001 ')'")]
    [TestCase("SELECT a FROM b WHERE c IN ()", "CR1101 '()'")]
    [TestCase("SELECT a FROM b WHERE c IN (d, e OR f IN (g)", "CR1001 ''")]
    [TestCase("SELECT a FROM b WHERE c BETWEEN d", "CR1001 ''")]
    [TestCase("SELECT f(a b) FROM c", "CR1001 'b'")]
    [TestCase("SELECT a[1 FROM b", "CR1001 'FROM'")]
    [TestCase("SELECT \"abc' FROM a", "CR1003 '\"abc' FROM a'")]
    [TestCase("SELECT a ! b FROM c", "CR1002 '!'")]
    [TestCase("SELECT +a FROM b", "CR1001 '+'")]
    [TestCase("SELECT CASE a ELSE 1 END FROM b", "CR1001 'ELSE'")]
    [TestCase("SELECT CASE WHEN 30 THEN 1 END FROM b", "CR1102 '30'")]
    [TestCase("SELECT CASE WHEN a + 1 THEN 1 END FROM b", "CR1102 'a + 1'")]
    [TestCase("SELECT a OVER (PARTITION BY b) FROM c", "CR1001 'OVER'")]
    [TestCase("SELECT sum(a) FILTER (WHERE b) FROM c GROUP BY d", "CR1001 'FILTER'")]
    [TestCase("SELECT a FROM b GROUP BY c WHERE d", "CR1001 'WHERE'")]
    [TestCase("SELECT a FROM b CROSS JOIN c ON d = e", "CR1201 'ON'")]
    [TestCase("SELECT a FROM b ORDER BY 1", "CR1202 '1'")]
    [TestCase("SELECT a FROM b LIMIT c", "CR1001 'c'")]
    [TestCase("SELECT a FROM b LIMIT 1 UNION ALL SELECT c FROM d", "CR1203 'LIMIT 1'")]
    [TestCase("SELECT a FROM b UNION SELECT c FROM d", "CR1001 'SELECT'")]
    [TestCase("SELECT (SELECT a FROM b) FROM c", "CR1103 'SELECT'")]
    [TestCase("ALTER STREAM a", "CR1001 'ALTER'")]
    public void A_mistake_has_one_diagnostic(string text, string expected) => Assert.That(Parsed.Errors(text), Is.EqualTo(new[] { expected }));

    [TestCase("SELECT a,, b FROM c WHERE d = GROUP BY e HAVING f = 1 g", new[] { "CR1001 ','", "CR1001 'GROUP'", "CR1001 'g'" })]
    [TestCase("SELECT f(a b), g(c d) FROM e", new[] { "CR1001 'b'", "CR1001 'd'" })]
    [TestCase("SELECT a FROM b WHERE ((; SELECT c FROM d WHER e", new[] { "CR1001 ';'", "CR1001 'WHER'" })]
    [TestCase("BOGUS x y; SELECT a FROM b; BOGUS", new[] { "CR1001 'BOGUS'", "CR1001 'BOGUS'" })]
    public void Independent_mistakes_are_all_found(string text, string[] expected) => Assert.That(Parsed.Errors(text), Is.EqualTo(expected));

    [Test]
    public void What_is_right_survives_what_is_wrong()
    {
        var select = (SelectSyntax)Parser.ParseSelect("SELECT a, f(b c), d FROM e WHERE g = = 1 GROUP BY h").Root.Query;

        Assert.That(select.Columns, Has.Count.EqualTo(3));
        Assert.That(((NamedSourceSyntax)select.From).Name.Text, Is.EqualTo("e"));
        Assert.That(select.GroupBy, Has.Count.EqualTo(1));
    }

    [Test]
    public void Messages_say_what_was_found_and_what_was_expected()
    {
        Assert.That(Parsed.Message("SELECT a FROM"), Is.EqualTo("Found the end of the text, expected the name of a stream or table"));
        Assert.That(Parsed.Message("SELECT a FROM b LIMIT 'x'"), Is.EqualTo("Found the string 'x', expected a whole number of rows"));
        Assert.That(Parsed.Message("SELECT a FROM b GROUP BY COUNTWINDOW(3, 5)"), Is.EqualTo("Found the interval 5, expected at most the window's length of 3"));
    }

    [TestCase("(", ")")]
    [TestCase("- ", "")]
    [TestCase("NOT ", "")]
    [TestCase("f(", ")")]
    [TestCase("CASE WHEN ", " THEN 1 END")]
    [TestCase("a[", "]")]
    [TestCase("1 + (", ")")]
    public void Nesting_has_a_limit(string before, string after)
    {
        var text = $"SELECT {string.Concat(Enumerable.Repeat(before, 5_000))}a{string.Concat(Enumerable.Repeat(after, 5_000))} FROM s";

        Assert.That(Parser.ParseSelect(text).Diagnostics.Select(static diagnostic => diagnostic.Id), Is.EqualTo(new[] { "CR1009" }));
    }

    [TestCase(" + a")]
    [TestCase(" OR a")]
    [TestCase(".a")]
    [TestCase("[1]")]
    public void Chains_have_a_limit(string link)
    {
        var text = $"SELECT a{string.Concat(Enumerable.Repeat(link, 5_000))} FROM s";

        Assert.That(Parser.ParseSelect(text).Diagnostics.Select(static diagnostic => diagnostic.Id), Is.EqualTo(new[] { "CR1009" }));
    }

    [Test]
    public void Long_lists_have_none()
    {
        var values = string.Join(", ", Enumerable.Range(0, 20_000).Select(static value => value.ToString(CultureInfo.InvariantCulture)));

        Assert.That(Parser.ParseSelect($"SELECT a FROM s WHERE a IN ({values})").Diagnostics, Is.Empty);
    }
}
