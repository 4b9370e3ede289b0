using CompiledRules.Sql.Syntax;

namespace CompiledRules.Sql.Tests.Syntax;

/// <summary>Parses texts that are expected to be right, and shows the diagnostics of those that are not.</summary>
internal static class Parsed
{
    public static SelectStatementSyntax Statement(string text)
    {
        var result = Parser.ParseSelect(text);
        Assert.That(result.Diagnostics, Is.Empty, text);
        return result.Root;
    }

    public static SelectSyntax Select(string text) => (SelectSyntax)Statement(text).Query;

    public static string Expression(string text) => SyntaxShape.Of(Select($"SELECT {text} FROM s").Columns[0].Expression);

    public static T Definition<T>(string text)
        where T : StatementSyntax
    {
        var result = Parser.ParseScript(text);
        Assert.That(result.Diagnostics, Is.Empty, text);
        Assert.That(result.Root.Statements, Has.Count.EqualTo(1));
        return (T)result.Root.Statements[0];
    }

    /// <summary>Each diagnostic as id and the text it points at.</summary>
    public static string[] Errors(string text) =>
        [.. Parser.ParseScript(text).Diagnostics.Select(diagnostic => $"{diagnostic.Id} '{text.Substring(diagnostic.Span.Start, diagnostic.Span.Length)}'")];

    public static string Message(string text) => Parser.ParseScript(text).Diagnostics[0].Message;

    public static string? Hint(string text) => Parser.ParseScript(text).Diagnostics[0].Hint;
}
