using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using CompiledRules.External.Definitions;

namespace CompiledRules.External.Connections;

/// <summary>Headers of a definition, with <c>{{.field}}</c> standing for a field of the call's arguments.</summary>
internal sealed partial class HeaderTemplates(ImmutableArray<KeyValuePair<string, SecretText>> headers)
{
    private readonly Header[] _headers = [.. headers.Select(static header => Header.Parse(header.Key, header.Value.Reveal()))];

    /// <summary>Whether the values are the same for every call.</summary>
    public bool IsConstant { get; } = !headers.Any(static header => FieldPattern().IsMatch(header.Value.Reveal()));

    /// <param name="field">The text of a field by its dotted path, or null where the call has none; it then is empty in the header.</param>
    public IEnumerable<KeyValuePair<string, string>> Render(Func<string, string?> field) =>
        _headers.Select(header => KeyValuePair.Create(header.Name, header.Render(field)));

    [GeneratedRegex(@"\{\{\s*\.([A-Za-z0-9_.]+)\s*\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex FieldPattern();

    /// <summary>Literal text and field paths in turn, beginning with text.</summary>
    private sealed record Header(string Name, string[] Parts)
    {
        public static Header Parse(string name, string template) => new(name, FieldPattern().Split(template));

        public string Render(Func<string, string?> field)
        {
            if (Parts.Length == 1)
                return Parts[0];

            var text = new StringBuilder();
            for (var i = 0; i < Parts.Length; i++)
                text.Append(i % 2 == 0 ? Parts[i] : Clean(field(Parts[i])));
            return text.ToString();
        }

        // A value out of a row must not begin a header of its own.
        private static string Clean(string? value) => value is null ? "" : new string([.. value.Where(static character => !char.IsControl(character))]);
    }
}
