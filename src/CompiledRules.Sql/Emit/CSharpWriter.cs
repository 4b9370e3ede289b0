using System.Text;

namespace CompiledRules.Sql.Emit;

/// <summary>Text in lines, indented by the blocks around them. Lines end in LF on every system.</summary>
public sealed class CSharpWriter
{
    private const int IndentWidth = 4;

    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>Writes one or several lines; an empty one gets no indent.</summary>
    public void Line(string text = "")
    {
        foreach (var line in text.Split('\n'))
        {
            if (line.Length > 0)
                _text.Append(' ', _depth * IndentWidth).Append(line);
            _text.Append('\n');
        }
    }

    /// <summary>Opens a block in braces that ends when the result is disposed.</summary>
    /// <param name="end">What stands behind the closing brace.</param>
    public IDisposable Block(string header, string end = "")
    {
        Line(header);
        Line("{");
        _depth++;
        return new OpenBlock(this, end);
    }

    /// <summary>Indents what follows by one step until the result is disposed.</summary>
    public IDisposable Indent()
    {
        _depth++;
        return new OpenBlock(this, null);
    }

    public override string ToString() => _text.ToString();

    private sealed class OpenBlock(CSharpWriter writer, string? end) : IDisposable
    {
        public void Dispose()
        {
            writer._depth--;
            if (end is not null)
                writer.Line("}" + end);
        }
    }
}
