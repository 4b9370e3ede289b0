using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CompiledRules.CodeFixes;

/// <summary>A change of the SQL in its literal.</summary>
internal sealed record TextFix(string Title, TextChange Change)
{
    /// <summary>Null where the literal writes the words in another way, as with escapes.</summary>
    public static TextFix? Of(Diagnostic diagnostic, SourceText text)
    {
        var (found, instead) = (diagnostic.Properties.GetValueOrDefault("found") ?? "", diagnostic.Properties["instead"]!);
        var span = diagnostic.Location.SourceSpan;
        var marked = text.ToString(span);
        switch (diagnostic.Properties["fix"])
        {
            case "word" when WordIn(marked, found) is >= 0 and var at:
                return new($"Change '{found}' to '{instead}'", new(new(span.Start + at, found.Length), instead));
            case "end" when marked.LastIndexOf(found, StringComparison.Ordinal) is > 0 and var at:
                return new($"Write {instead}", new(TextSpan.FromBounds(span.Start + marked.Substring(0, at).TrimEnd().Length, span.End), " " + instead));
            case "append":
                return new($"Add{instead.TrimStart(',')}", new(new(span.End, 0), instead));
            default:
                return null;
        }
    }

    // As a word of its own, so that the 'a' of 'a.room' is found and that of 'area' is not.
    private static int WordIn(string text, string word)
    {
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            if (!IsLetterAt(text, at - 1) && !IsLetterAt(text, at + word.Length))
                return at;
        }

        return -1;
    }

    private static bool IsLetterAt(string text, int at) => at >= 0 && at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_');
}
