using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using TextSpan = CompiledRules.Sql.Text.TextSpan;

namespace CompiledRules.Generators.Model;

/// <summary>How the SQL of a rule is written in C#.</summary>
internal enum LiteralForm
{
    /// <summary>No single literal: a constant, or several put together. Errors mark all of it.</summary>
    Other,
    Regular,
    Verbatim,
    Raw,
}

/// <summary>Where the SQL of a rule stands.</summary>
/// <param name="Start">Where the expression begins in the file.</param>
/// <param name="Line">Its line, from 0.</param>
/// <param name="Column">Its column, from 0.</param>
/// <param name="Text">The expression as written.</param>
internal sealed record SqlPlace(string Path, int Start, int Line, int Column, string Text, LiteralForm Form)
{
    /// <summary>The place of a stretch of the SQL in the file.</summary>
    public Location LocationOf(TextSpan span)
    {
        var offsets = LiteralText.Offsets(Text, Form);
        // A span behind the last character, as of something missing, is that of the end.
        return offsets is null || span.Start >= offsets.Count
            ? LocationOf(0, Text.Length)
            : LocationOf(offsets[span.Start], span.Length == 0 ? offsets[span.Start] : offsets[Math.Min(span.End, offsets.Count - 1)]);
    }

    private Location LocationOf(int start, int end) => Location.Create(
        Path, new Microsoft.CodeAnalysis.Text.TextSpan(Start + start, end - start), new LinePositionSpan(PositionOf(start), PositionOf(end)));

    private Microsoft.CodeAnalysis.Text.LinePosition PositionOf(int offset)
    {
        var position = new CompiledRules.Sql.Text.SourceText(Text).PositionOf(offset);
        return position.Line == 1 ? new(Line, Column + position.Column - 1) : new(Line + position.Line - 1, position.Column - 1);
    }
}
