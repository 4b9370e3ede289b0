using System.Text;
using System.Text.Json;

namespace CompiledRules.External.Definitions;

/// <summary>A value of a JSON file together with the line it stands on.</summary>
internal sealed class JsonText
{
    private JsonText(JsonValueKind kind, int line, string text)
    {
        Kind = kind;
        Line = line;
        Text = text;
    }

    public JsonValueKind Kind { get; }

    public int Line { get; }

    /// <summary>A string unescaped, a number or a literal as written; empty for an object and an array.</summary>
    public string Text { get; }

    /// <summary>Of an object, in order. Names are found whatever their case, as the reference does.</summary>
    public Dictionary<string, JsonText> Members { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Of an array.</summary>
    public List<JsonText> Items { get; } = [];

    /// <summary>The member called <paramref name="name"/>; null where it is absent or null.</summary>
    public JsonText? this[string name] => Members.TryGetValue(name, out var member) && member.Kind != JsonValueKind.Null ? member : null;

    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static JsonText Parse(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var lines = new LineCounter(bytes);
        reader.Read();
        var root = Read(ref reader, ref lines);
        reader.Read();
        return root;
    }

    public SqlValue ToValue() => Kind switch
    {
        JsonValueKind.Object => SqlObject.From(Members.Select(static member => KeyValuePair.Create(member.Key, member.Value.ToValue()))),
        JsonValueKind.Array => new SqlArray([.. Items.Select(static item => item.ToValue())]),
        JsonValueKind.String => Text,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when long.TryParse(Text, out var integer) => integer,
        JsonValueKind.Number => double.Parse(Text, System.Globalization.CultureInfo.InvariantCulture),
        _ => SqlValue.Null,
    };

    private static JsonText Read(ref Utf8JsonReader reader, ref LineCounter lines)
    {
        var line = lines.LineOf((int)reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var container = new JsonText(JsonValueKind.Object, line, "");
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var name = reader.GetString()!;
                    reader.Read();
                    container.Members[name] = Read(ref reader, ref lines);
                }

                return container;
            case JsonTokenType.StartArray:
                var array = new JsonText(JsonValueKind.Array, line, "");
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    array.Items.Add(Read(ref reader, ref lines));
                return array;
            case JsonTokenType.String:
                return new JsonText(JsonValueKind.String, line, reader.GetString()!);
            default:
                return new JsonText(Scalar(reader.TokenType), line, Encoding.UTF8.GetString(reader.ValueSpan));
        }
    }

    private static JsonValueKind Scalar(JsonTokenType type) => type switch
    {
        JsonTokenType.Number => JsonValueKind.Number,
        JsonTokenType.True => JsonValueKind.True,
        JsonTokenType.False => JsonValueKind.False,
        _ => JsonValueKind.Null,
    };

    private ref struct LineCounter(ReadOnlySpan<byte> text)
    {
        private readonly ReadOnlySpan<byte> _text = text;
        private int _position;
        private int _line = 1;

        // Tokens come in order, so each byte is looked at once.
        public int LineOf(int position)
        {
            _line += _text[_position..position].Count((byte)'\n');
            _position = position;
            return _line;
        }
    }
}
