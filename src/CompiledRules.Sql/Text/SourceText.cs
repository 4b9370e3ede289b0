using System.Collections.Immutable;

namespace CompiledRules.Sql.Text;

/// <summary>SQL text together with where its lines begin.</summary>
public sealed class SourceText
{
    private readonly ImmutableArray<int> _lineStarts;

    public SourceText(string text)
    {
        Text = text ?? throw new ArgumentNullException(nameof(text));
        _lineStarts = FindLineStarts(text);
    }

    public string Text { get; }

    public int LineCount => _lineStarts.Length;

    /// <param name="offset">From 0 up to and including the length of the text.</param>
    public LinePosition PositionOf(int offset)
    {
        if (offset < 0 || offset > Text.Length)
            throw new ArgumentOutOfRangeException(nameof(offset));

        var index = _lineStarts.BinarySearch(offset);
        var line = index >= 0 ? index : ~index - 1;
        return new(line + 1, offset - _lineStarts[line] + 1);
    }

    /// <summary>The line's text without its line break; lines count from 1.</summary>
    public string LineAt(int line)
    {
        if (line < 1 || line > LineCount)
            throw new ArgumentOutOfRangeException(nameof(line));

        var start = _lineStarts[line - 1];
        var end = line < LineCount ? _lineStarts[line] : Text.Length;
        return Text.Substring(start, end - start).TrimEnd('\r', '\n');
    }

    public string TextOf(TextSpan span) => Text.Substring(span.Start, span.Length);

    // CR LF is one line break; a lone CR or LF is one too.
    private static ImmutableArray<int> FindLineStarts(string text)
    {
        var starts = ImmutableArray.CreateBuilder<int>();
        starts.Add(0);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n'))
                starts.Add(i + 1);
        }

        return starts.ToImmutable();
    }
}
