using System.Collections.Immutable;
using CompiledRules.Sql.Diagnostics;
using CompiledRules.Sql.Syntax;

namespace CompiledRules.Sql.Tests.Syntax;

public sealed class LexerTests
{
    [TestCase("select Select SELECT", "SelectKeyword SelectKeyword SelectKeyword")]
    [TestCase("`select`", "QuotedIdentifier")]
    [TestCase("a1_b", "Identifier")]
    [TestCase("1 1. .5 1.5", "Integer Float Float Float")]
    [TestCase("a.b[0]", "Identifier Dot Identifier OpenBracket Integer CloseBracket")]
    [TestCase("<> != ! = < = >  = - > || |", "NotEqual NotEqual NotEqual LessOrEqual GreaterOrEqual Arrow BarBar Bar")]
    [TestCase("a - -1", "Identifier Minus Minus Integer")]
    [TestCase("a -.5", "Identifier Minus Float")]
    [TestCase("a -- b\n c", "Identifier Identifier")]
    [TestCase("a /* b */ c / * d */ e", "Identifier Identifier Identifier")]
    [TestCase("a / b", "Identifier Slash Identifier")]
    [TestCase("topic/#", "Identifier Slash Hash")]
    public void Kinds(string text, string expected) => Assert.That(KindsOf(text), Is.EqualTo(expected));

    [TestCase("'a'", "a")]
    [TestCase("\"a'b\"", "a'b")]
    [TestCase("'a\"b\\'c'", "a\"b'c")]
    [TestCase("'ends with a quote\\''", "ends with a quote'")]
    [TestCase("\"a\\\"b'c\"", "a\"b'c")]
    [TestCase("'\\a\\b\\f\\n\\r\\t\\v\\\\'", "\a\b\f\n\r\t\v\\")]
    [TestCase("'\\x41\\102\\u00e9\\U0001F600'", "AB\u00e9\U0001F600")]
    [TestCase("'\\xc3\\xa9'", "\u00e9")]
    public void String_values(string text, string expected) => Assert.That(Lex(text, out _)[0].Value, Is.EqualTo(expected));

    [TestCase("9223372036854775807", long.MaxValue)]
    [TestCase("9223372036854775808", long.MaxValue)]
    [TestCase("007", 7L)]
    public void Integers_saturate(string text, long expected) => Assert.That(Lex(text, out _)[0].Value, Is.EqualTo(expected));

    [Test]
    public void A_quoted_name_keeps_dots_and_spaces() => Assert.That(Lex("`a.b c`", out _)[0].Text, Is.EqualTo("a.b c"));

    [TestCase("'a", "CR1003", 0, 2)]
    [TestCase("'a\nb'", "CR1003", 0, 2)]
    [TestCase("'a\\qb'", "CR1004", 2, 2)]
    [TestCase("\"\\'\"", "CR1004", 1, 2)]
    [TestCase("'\\ud800'", "CR1004", 1, 6)]
    [TestCase("a /* b", "CR1005", 2, 4)]
    [TestCase("1.2.3", "CR1006", 0, 5)]
    [TestCase("1e5", "CR1006", 0, 3)]
    [TestCase("_a", "CR1007", 0, 2)]
    [TestCase("a ! b", "CR1002", 2, 1)]
    [TestCase("a @$ b", "CR1002", 2, 2)]
    public void Mistakes(string text, string id, int start, int length)
    {
        Lex(text, out var diagnostics);

        Assert.That(diagnostics[0].Id, Is.EqualTo(id));
        Assert.That(diagnostics[0].Span, Is.EqualTo(new Sql.Text.TextSpan(start, length)));
    }

    private static string KindsOf(string text)
    {
        var tokens = Lex(text, out var diagnostics);
        Assert.That(diagnostics, Is.Empty);
        return string.Join(" ", tokens.Take(tokens.Length - 1).Select(static token => token.Kind));
    }

    private static ImmutableArray<SyntaxToken> Lex(string text, out EquatableArray<SqlDiagnostic> diagnostics)
    {
        var bag = new DiagnosticBag();
        var tokens = Lexer.Lex(text, bag);
        diagnostics = bag.ToSorted();
        return tokens;
    }
}
