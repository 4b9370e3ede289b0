using System.Text.Json;
using CompiledRules.Generators.Stubs.Model;

namespace CompiledRules.Generators.Stubs.Readers;

/// <summary>JSON of additional files. Names of members are found whatever their case, as the host does.</summary>
internal static class StubJson
{
    private static readonly JsonDocumentOptions s_options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <returns>Null where it is no JSON, which is reported.</returns>
    public static JsonDocument? Parse(StubFile file, ICollection<StubProblem> problems)
    {
        try
        {
            return JsonDocument.Parse(file.Text, s_options);
        }
        catch (JsonException error)
        {
            problems.Add(new StubProblem(file.Path, (int)(error.LineNumber ?? 0) + 1, StubProblems.NoJson.At(default, error.Message)));
            return null;
        }
    }

    public static JsonElement? Member(this JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return null;

        foreach (var member in element.EnumerateObject())
        {
            if (string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase) && member.Value.ValueKind != JsonValueKind.Null)
                return member.Value;
        }

        return null;
    }

    public static string? Text(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static IReadOnlyList<JsonElement> Items(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } array ? [.. array.EnumerateArray()] : [];

    /// <summary>The line on which a text first stands, from 1; 0 where it does not.</summary>
    public static int LineOf(StubFile file, string text) =>
        file.Text.IndexOf(text, StringComparison.Ordinal) is >= 0 and var at ? file.Text.Take(at).Count(static letter => letter == '\n') + 1 : 0;
}
