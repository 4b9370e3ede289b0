using System.Globalization;
using System.Text.Json.Nodes;

namespace CompiledRules.Server.Tests.Walk;

/// <summary>A request and the reply that is documented for it.</summary>
/// <param name="Expected">Empty for any body; after <c>~</c> a part of it; JSON of which the reply has at least what is written, where <c>"&lt;any&gt;"</c> stands for any value; otherwise the whole text.</param>
internal sealed record WalkStep(string Place, string Method, string Path, string? Body, int Status, string Expected)
{
    /// <summary>Reads the steps of a file: a request line with its body, and a line <c>=> status expected</c>.</summary>
    public static IEnumerable<WalkStep> Read(string file)
    {
        string[]? request = null;
        var number = 0;
        foreach (var line in File.ReadLines(file))
        {
            number++;
            if (line.Length == 0)
                continue;

            if (!line.StartsWith("=>", StringComparison.Ordinal))
            {
                request = line.Split(' ', 3);
                continue;
            }

            var reply = line[3..].Split(' ', 2);
            yield return new WalkStep(
                $"{System.IO.Path.GetFileName(file)}:{number}", request![0], request[1], request.ElementAtOrDefault(2), int.Parse(reply[0], CultureInfo.InvariantCulture), reply.ElementAtOrDefault(1) ?? "");
        }
    }

    /// <summary>What differs from the documented reply, or null.</summary>
    public string? Differs(int status, string text)
    {
        if (status != Status)
            return $"status {status} instead of {Status}: {text}";
        if (Expected.Length == 0)
            return null;
        if (Expected[0] == '~')
            return text.Contains(Expected[2..], StringComparison.Ordinal) ? null : $"'{Expected[2..]}' is not in {text}";
        if (Expected[0] is not ('{' or '['))
            return text == Expected ? null : $"'{text}' instead of '{Expected}'";

        return Differs(JsonNode.Parse(Expected), JsonNode.Parse(text), "$");
    }

    private static string? Differs(JsonNode? expected, JsonNode? found, string place)
    {
        if (expected is JsonValue any && any.TryGetValue<string>(out var word) && word == "<any>")
            return null;

        switch (expected, found)
        {
            case (JsonObject properties, JsonObject others):
                // An empty object means that there is nothing, not that anything goes.
                if (properties.Count == 0 && others.Count > 0)
                    return $"{place} is {others.ToJsonString()} instead of empty";
                return properties
                    .Select(property => others.ContainsKey(property.Key) ? Differs(property.Value, others[property.Key], $"{place}.{property.Key}") : $"{place}.{property.Key} is missing in {others.ToJsonString()}")
                    .FirstOrDefault(static difference => difference is not null);
            case (JsonArray items, JsonArray others):
                if (items.Count > others.Count || items.Count == 0 && others.Count > 0)
                    return $"{place} is {others.ToJsonString()} instead of {items.ToJsonString()}";
                return items.Select((item, index) => Differs(item, others[index], $"{place}[{index}]")).FirstOrDefault(static difference => difference is not null);
            default:
                return JsonNode.DeepEquals(expected, found) ? null : $"{place} is {found?.ToJsonString() ?? "null"} instead of {expected?.ToJsonString() ?? "null"}";
        }
    }
}
