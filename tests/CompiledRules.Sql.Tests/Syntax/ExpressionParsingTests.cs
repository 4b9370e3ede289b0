namespace CompiledRules.Sql.Tests.Syntax;

public sealed class ExpressionParsingTests
{
    [TestCase("a + b * c", "(a + (b * c))")]
    [TestCase("a * b + c", "((a * b) + c)")]
    [TestCase("a - b - c", "((a - b) - c)")]
    [TestCase("a & b | c ^ d", "(((a & b) | c) ^ d)")]
    [TestCase("a || b || c", "((a || b) || c)")]
    [TestCase("a = b = c", "((a = b) = c)")]
    [TestCase("a > 1 AND b < 2 OR c = 3", "(((a > 1) AND (b < 2)) OR (c = 3))")]
    [TestCase("a OR b AND c", "(a OR (b AND c))")]
    [TestCase("NOT a = b AND c", "((NOT (a = b)) AND c)")]
    [TestCase("NOT NOT a", "(NOT (NOT a))")]
    [TestCase("a <> b", "(a != b)")]
    [TestCase("-5", "-5")]
    [TestCase("- 5", "-5")]
    [TestCase("-.5", "-0.5")]
    [TestCase("-a * b", "((-a) * b)")]
    [TestCase("-(a + b)", "(-{(a + b)})")]
    [TestCase("a * -5", "(a * -5)")]
    [TestCase("a - -1", "(a - -1)")]
    [TestCase("a -5", "(a - 5)")]
    [TestCase("-9223372036854775808", "-9223372036854775808")]
    [TestCase("2 * a[0]", "(2 * a[0])")]
    public void Operators(string text, string expected) => Assert.That(Parsed.Expression(text), Is.EqualTo(expected));

    [TestCase("a BETWEEN 1 AND 3 AND b", "((a BETWEEN 1 AND 3) AND b)")]
    [TestCase("a BETWEEN b AND c + 1", "(a BETWEEN b AND (c + 1))")]
    [TestCase("a NOT BETWEEN b->c AND d[0]", "(a NOT BETWEEN (b -> c) AND d[0])")]
    [TestCase("a IN (1, -2, 'x')", "(a IN (1, -2, 'x'))")]
    [TestCase("a NOT IN (b)", "(a NOT IN (b))")]
    [TestCase("a IN b.c[1:] OR d", "((a IN b.c[1:]) OR d)")]
    [TestCase("a LIKE 'x%' AND b NOT LIKE c", "((a LIKE 'x%') AND (b NOT LIKE c))")]
    [TestCase("a IS NULL OR b IS NOT NULL", "((a IS NULL) OR (b IS NOT NULL))")]
    [TestCase("a + 1 IS NULL", "((a + 1) IS NULL)")]
    public void Predicates(string text, string expected) => Assert.That(Parsed.Expression(text), Is.EqualTo(expected));

    [TestCase("a.b", "a.b")]
    [TestCase("a.b.c", "(a.b . c)")]
    [TestCase("a->b.c", "((a -> b) . c)")]
    [TestCase("a.`b c`->`select`", "(a.b c -> select)")]
    [TestCase("a[0]->b[1:2][]", "(a[0] -> b)[1:2][:]")]
    [TestCase("a[:b + 1]", "a[:(b + 1)]")]
    [TestCase("a[-1]", "a[-1]")]
    [TestCase("collect(*)[0]->b", "(collect(*)[0] -> b)")]
    public void Nested_values(string text, string expected) => Assert.That(Parsed.Expression(text), Is.EqualTo(expected));

    [TestCase("f()", "f()")]
    [TestCase("f(a, 1,)", "f(a, 1)")]
    [TestCase("f(* EXCEPT(a, b), s.*)", "f(* EXCEPT(a, b), s.*)")]
    [TestCase("meta(a->b)", "meta((a -> b))")]
    [TestCase("lag(a) OVER (PARTITION BY b, c WHEN d > 1)", "lag(a) OVER (PARTITION b, c WHEN (d > 1) ORDER )")]
    [TestCase("row_number() OVER (ORDER BY a DESC)", "row_number() OVER (PARTITION  WHEN  ORDER a DESC)")]
    [TestCase("cast(a, 'bigint')", "cast(a, 'bigint')")]
    [TestCase("CAST(a AS ARRAY(BIGINT))", "CAST(a AS ARRAY(BIGINT))")]
    public void Calls(string text, string expected) => Assert.That(Parsed.Expression(text), Is.EqualTo(expected));

    [TestCase("CASE a WHEN 1 THEN 'x' WHEN 2 THEN 'y' ELSE 'z' END", "CASE a[1 => 'x'; 2 => 'y'] 'z'")]
    [TestCase("CASE WHEN a > 1 THEN 1 END", "CASE [(a > 1) => 1] ")]
    [TestCase("CASE WHEN f(a) THEN 1 WHEN (a = b) THEN 2 END", "CASE [f(a) => 1; {(a = b)} => 2] ")]
    public void Cases(string text, string expected) => Assert.That(Parsed.Expression(text), Is.EqualTo(expected));

    [TestCase("NULL", "NULL")]
    [TestCase("null", "NULL")]
    [TestCase("`null`", "null")]
    [TestCase("nil", "nil")]
    [TestCase("TRUE", "TRUE")]
    [TestCase("5.", "5.0")]
    [TestCase("ss", "Second")]
    [TestCase("distinct", "distinct")]
    [TestCase("cast", "cast")]
    [TestCase("is + 1", "(is + 1)")]
    public void Literals_and_words_that_are_not_reserved(string text, string expected) =>
        Assert.That(Parsed.Expression(text), Is.EqualTo(expected));

    [Test]
    public void An_expression_spans_its_text()
    {
        var column = Parsed.Select("SELECT a + f(b) AS c FROM s").Columns[0];

        Assert.That(column.Span, Is.EqualTo(new Sql.Text.TextSpan(7, 13)));
        Assert.That(column.Expression.Span, Is.EqualTo(new Sql.Text.TextSpan(7, 8)));
        Assert.That(column.Alias!.Span, Is.EqualTo(new Sql.Text.TextSpan(19, 1)));
    }
}
