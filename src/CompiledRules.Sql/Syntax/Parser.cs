using System.Collections.Immutable;
using CompiledRules.Sql.Diagnostics;
using CompiledRules.Sql.Text;

namespace CompiledRules.Sql.Syntax;

/// <summary>Turns SQL text into a tree by recursive descent, and expressions by precedence climbing.</summary>
/// <remarks>
/// It never throws over the text: what is missing stands in the tree as an empty name or a missing expression, and has a
/// diagnostic. After a mistake it stays silent until a comma, a parenthesis or a clause shows where it is again.
/// </remarks>
public sealed partial class Parser
{
    private readonly DiagnosticBag _diagnostics = new();
    private readonly string _text;
    private readonly ImmutableArray<SyntaxToken> _tokens;
    private int _index;
    private bool _isLost;

    private Parser(string text)
    {
        _text = text ?? throw new ArgumentNullException(nameof(text));
        _tokens = Lexer.Lex(text, _diagnostics);
    }

    private SyntaxToken Current => _tokens[_index];

    private SyntaxToken Previous => _tokens[Math.Max(_index - 1, 0)];

    private bool IsAtEnd => Current.Kind is SyntaxKind.EndOfText or SyntaxKind.Semicolon;

    /// <summary>Parses the one query of a rule. Text after the first semicolon is not looked at.</summary>
    public static ParseResult<SelectStatementSyntax> ParseSelect(string text)
    {
        var parser = new Parser(text);
        var select = parser.ParseSelectStatement();
        parser.ExpectEndOfStatement();
        return new(select, parser.DiagnosticsUpTo(parser.Current.Span.End));
    }

    /// <summary>Parses statements separated by semicolons; empty ones are passed over.</summary>
    public static ParseResult<ScriptSyntax> ParseScript(string text)
    {
        var parser = new Parser(text);
        var script = parser.ParseStatements();
        return new(script, parser._diagnostics.ToSorted());
    }

    private EquatableArray<SqlDiagnostic> DiagnosticsUpTo(int end) =>
        _diagnostics.ToSorted().Where(diagnostic => diagnostic.Span.Start <= end).ToEquatableArray();

    private SyntaxToken Peek(int ahead) => _tokens[Math.Min(_index + ahead, _tokens.Length - 1)];

    private bool Is(SyntaxKind kind) => Current.Kind == kind;

    private bool IsWord(string word) => Current.IsWord(word);

    // The last token, the end of the text, is never passed.
    private SyntaxToken Take()
    {
        var token = Current;
        // The lexer has reported a bad token; what follows from it is not worth another word.
        _isLost |= token.Kind == SyntaxKind.BadToken;
        if (_index < _tokens.Length - 1)
            _index++;
        return token;
    }

    private bool TryTake(SyntaxKind kind)
    {
        if (!Is(kind))
            return false;

        Take();
        return true;
    }

    private bool TryTakeWord(string word)
    {
        if (!IsWord(word))
            return false;

        Take();
        return true;
    }

    /// <summary>Takes a token of <paramref name="kind"/>, or reports it missing and leaves everything where it is.</summary>
    private bool Expect(SyntaxKind kind, string expected)
    {
        if (TryTake(kind) || IsMisspelt(expected) && TakeMisspelt(expected))
            return true;

        ReportUnexpected(expected);
        return false;
    }

    private void ExpectWord(string word)
    {
        if (!TryTakeWord(word) && !(IsMisspelt(word) && TakeMisspelt(word)))
            ReportUnexpected(word);
    }

    /// <summary>A name, or an empty one where there is none. A reserved word that can be nothing else here is reported and taken.</summary>
    private IdentifierSyntax ExpectName(string expected)
    {
        var token = Current;
        if (token.IsName)
        {
            Take();
            return new(token.Span, token.Text);
        }

        if (!token.IsKeyword || BeginsClause(token.Kind) && !LacksBy(token.Kind))
        {
            ReportUnexpected(expected);
            return new(MissingSpan(), "");
        }

        Report(SqlDiagnostics.ReservedWord.At(token.Span, token.Describe(), expected) with { Hint = $"write `{token.Text}` in backquotes" });
        _isLost = false;
        Take();
        return new(token.Span, token.Text);
    }

    // ORDER and GROUP without BY are meant as names.
    private bool LacksBy(SyntaxKind kind) =>
        kind is SyntaxKind.OrderKeyword or SyntaxKind.GroupKeyword && Peek(1).Kind is SyntaxKind.Comma or SyntaxKind.FromKeyword;

    private TextSpan SpanFrom(TextSpan start) => start.To(Previous.Span);

    // Where something is missing: right behind what was read last.
    private TextSpan MissingSpan() => new(_index == 0 ? 0 : Previous.Span.End, 0);
}
