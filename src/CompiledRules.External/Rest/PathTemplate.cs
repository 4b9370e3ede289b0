using System.Collections.Immutable;
using CompiledRules.Formats.Protobuf.Schemas;
using CompiledRules.Formats.Protobuf.Wire;

namespace CompiledRules.External.Rest;

/// <summary>The path of a <c>google.api.http</c> binding.</summary>
internal sealed class PathTemplate
{
    private readonly ImmutableArray<PathPart> _parts;

    private PathTemplate(ImmutableArray<PathPart> parts) => _parts = parts;

    public IEnumerable<PathVariable> Variables => _parts.OfType<PathVariable>();

    // template := "/" segments [ ":" verb ] ; segments := segment { "/" segment } ; segment := literal | "{" path [ "=" segments ] "}"
    /// <exception cref="FormatException">The text is no template; says why.</exception>
    public static PathTemplate Parse(string text)
    {
        if (!text.StartsWith('/'))
            throw new FormatException($"has the path \"{text}\", which does not begin with /");

        var parts = ImmutableArray.CreateBuilder<PathPart>();
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var open = rest.IndexOf('{');
            var literal = open < 0 ? rest : rest[..open];
            if (literal.ContainsAny('*', '}'))
                throw new FormatException($"has the path \"{text}\", in which {(literal.Contains('*') ? "a * outside of a variable has no value" : "a } closes nothing")}");
            if (!literal.IsEmpty)
                parts.Add(new PathLiteral(literal.ToString()));
            if (open < 0)
                break;

            var close = rest.IndexOf('}');
            if (close < open)
                throw new FormatException($"has the path \"{text}\", in which a {{ is not closed");
            parts.Add(Variable(rest[(open + 1)..close].ToString()));
            rest = rest[(close + 1)..];
        }

        return new PathTemplate(parts.ToImmutable());
    }

    /// <returns>Null where a variable has no value or does not match its pattern; <paramref name="problem"/> then says so.</returns>
    public string? Render(MessageSchema schema, ReadOnlySpan<SqlValue> fields, out string problem)
    {
        problem = "";
        var texts = new string[_parts.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            if (_parts[i] is PathLiteral literal)
            {
                texts[i] = literal.Text;
                continue;
            }

            var variable = (PathVariable)_parts[i];
            var value = FieldPath.TextOf(schema, fields, variable.Path);
            problem = variable.Problem(value);
            if (problem.Length > 0)
                return null;
            texts[i] = string.Join('/', variable.SegmentsOf(value!).Select(Uri.EscapeDataString));
        }

        return string.Concat(texts);
    }

    private static PathVariable Variable(string text) => text.Split('=', 2) switch
    {
        [var path] => new PathVariable(path, "*"),
        [var path, var pattern] => new PathVariable(path, pattern),
        _ => throw new InvalidOperationException("A text has at least one part"),
    };
}

internal abstract record PathPart;

internal sealed record PathLiteral(string Text) : PathPart;

/// <summary><c>{path=pattern}</c>: a field whose text has the segments of the pattern; <c>*</c> is one of any text, a last <c>**</c> any number.</summary>
internal sealed record PathVariable(string Path, string Pattern) : PathPart
{
    private readonly string[] _segments = Pattern.Split('/');

    // In a plain variable a slash is part of the value.
    private bool IsPlain => _segments is ["*"];

    public string[] SegmentsOf(string value) => IsPlain ? [value] : value.Split('/');

    /// <summary>What keeps the value from standing in the path, or the empty string.</summary>
    public string Problem(string? value)
    {
        if (string.IsNullOrEmpty(value))
            return $"field '{Path}' stands in the path and has no value";

        var found = SegmentsOf(value);
        // Such a segment would climb out of the path.
        if (Array.Exists(found, static segment => segment is "." or ".."))
            return $"field '{Path}' has the value {value}, which cannot stand in a path";
        if (Matches(found))
            return "";

        var wildcard = Array.FindIndex(_segments, static segment => segment is "*" or "**");
        return wildcard == _segments.Length - 1
            ? $"invalid field {Path}({value}) as http option, must have prefix {string.Join('/', _segments[..wildcard])}/"
            : $"invalid field {Path}({value}) as http option, must match {Pattern}";
    }

    private bool Matches(string[] found)
    {
        var isOpen = _segments[^1] == "**";
        if (isOpen ? found.Length < _segments.Length - 1 : found.Length != _segments.Length)
            return false;

        for (var i = 0; i < _segments.Length; i++)
        {
            if (_segments[i] is not ("*" or "**") && (i >= found.Length || _segments[i] != found[i]))
                return false;
            if (_segments[i] == "*" && found[i].Length == 0)
                return false;
        }

        return true;
    }
}
