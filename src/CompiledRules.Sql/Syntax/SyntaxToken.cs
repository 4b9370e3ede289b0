using CompiledRules.Sql.Text;

namespace CompiledRules.Sql.Syntax;

/// <summary>A word, sign or literal of the text.</summary>
/// <param name="Text">As written, but a quoted identifier is without its backquotes.</param>
/// <param name="Value">The long, double or string of a literal; null for other kinds.</param>
internal readonly record struct SyntaxToken(SyntaxKind Kind, TextSpan Span, string Text, object? Value = null)
{
    public bool IsName => Kind is SyntaxKind.Identifier or SyntaxKind.QuotedIdentifier;

    public bool IsKeyword => Kind >= SyntaxKind.SelectKeyword;

    /// <summary>Whether it is the unreserved word <paramref name="word"/>, in any case and without backquotes.</summary>
    public bool IsWord(string word) => Kind == SyntaxKind.Identifier && string.Equals(Text, word, StringComparison.OrdinalIgnoreCase);

    /// <summary>How messages name it.</summary>
    public string Describe() => Kind switch
    {
        SyntaxKind.EndOfText => "the end of the text",
        SyntaxKind.String => "the string " + Text,
        SyntaxKind.Integer or SyntaxKind.Float => "the number " + Text,
        _ when IsKeyword => Text.ToUpperInvariant(),
        _ => $"'{Text}'",
    };
}
