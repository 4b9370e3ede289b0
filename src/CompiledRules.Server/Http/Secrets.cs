using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CompiledRules.Server.Http;

/// <summary>Keeps passwords, tokens and keys out of replies and logs. What comes back masked keeps its old value.</summary>
internal static partial class Secrets
{
    public const string Mask = "******";

    private static readonly string[] s_words = ["password", "passwd", "secret", "token", "credential", "privatekey", "apikey", "accesskey", "saslpass"];

    /// <summary>JSON text without the values of secret properties, at any depth. A reference to an environment variable is no secret.</summary>
    public static string Hide(string json)
    {
        if (!s_words.Any(word => json.Contains(word, StringComparison.OrdinalIgnoreCase)) && !json.Contains('@', StringComparison.Ordinal))
            return json;

        var node = JsonNode.Parse(json);
        Hide(node);
        return node?.ToJsonString(Reply.Json) ?? json;
    }

    public static JsonNode? Hide(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject properties:
                foreach (var (name, value) in properties.ToList())
                {
                    if (value is JsonValue text && text.TryGetValue<string>(out var written))
                        properties[name] = IsSecret(name) && !IsReference(written) ? Mask : HideInText(written);
                    else
                        Hide(value);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                    Hide(item);
                break;
        }

        return node;
    }

    /// <summary>A statement or a line of the log without the values of secret options and the passwords of addresses.</summary>
    public static string HideInText(string text)
    {
        if (text.Contains("://", StringComparison.Ordinal))
            text = UserOfAddress().Replace(text, $"$1{Mask}@");
        return OptionOfStatement().Replace(text, match => IsReference(match.Groups[3].Value) ? match.Value : $"{match.Groups[1].Value}{match.Groups[2].Value}{Mask}{match.Groups[2].Value}");
    }

    /// <summary>Puts the values of <paramref name="old"/> where <paramref name="json"/> has masks, property by property.</summary>
    public static string Restore(string json, string? old)
    {
        if (old is null || !json.Contains(Mask, StringComparison.Ordinal))
            return json;

        var node = JsonNode.Parse(json);
        Restore(node, JsonNode.Parse(old));
        return node!.ToJsonString(Reply.Json);
    }

    /// <summary>Puts the secret options of an old statement where the new one has masks.</summary>
    public static string RestoreInStatement(string sql, string? old)
    {
        if (old is null || !sql.Contains(Mask, StringComparison.Ordinal))
            return sql;

        var values = OptionOfStatement().Matches(old).GroupBy(static match => match.Groups[4].Value, StringComparer.OrdinalIgnoreCase).ToDictionary(static option => option.Key, static option => option.Last().Groups[3].Value, StringComparer.OrdinalIgnoreCase);
        return OptionOfStatement().Replace(sql, match => match.Groups[3].Value == Mask && values.TryGetValue(match.Groups[4].Value, out var value)
            ? $"{match.Groups[1].Value}{match.Groups[2].Value}{value}{match.Groups[2].Value}"
            : match.Value);
    }

    private static void Restore(JsonNode? node, JsonNode? old)
    {
        switch (node, old)
        {
            case (JsonObject properties, JsonObject values):
                foreach (var (name, value) in properties.ToList())
                {
                    if (value is JsonValue text && text.TryGetValue<string>(out var written) && written.Contains(Mask, StringComparison.Ordinal) && values[name] is { } kept)
                        properties[name] = kept.DeepClone();
                    else
                        Restore(value, values[name]);
                }

                break;
            case (JsonArray items, JsonArray values):
                foreach (var (item, value) in items.Zip(values))
                    Restore(item, value);
                break;
        }
    }

    private static bool IsSecret(string name)
    {
        var plain = name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        return plain.Equals("authorization", StringComparison.OrdinalIgnoreCase) || s_words.Any(word => plain.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsReference(string value) => value.Length == 0 || value.StartsWith("${", StringComparison.Ordinal) && value.EndsWith('}');

    [GeneratedRegex(@"(://[^\s/:@""]*:)[^\s/@""]+@")]
    private static partial Regex UserOfAddress();

    [GeneratedRegex("""(?<1>\b(?<4>\w*(?:password|passwd|secret|token|credential|privatekey|apikey)\w*)\s*=\s*)(?<2>["'])(?<3>.*?)\k<2>""", RegexOptions.IgnoreCase)]
    private static partial Regex OptionOfStatement();
}
