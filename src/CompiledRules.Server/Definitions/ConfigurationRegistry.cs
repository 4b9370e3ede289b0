using System.Text.Json;
using System.Text.Json.Nodes;
using CompiledRules.Server.Http;
using CompiledRules.Server.Store;

namespace CompiledRules.Server.Definitions;

/// <summary>Options of sources, sinks and connections under names that streams and actions refer to. May be used from any thread.</summary>
internal sealed class ConfigurationRegistry(ServerStore store)
{
    /// <summary>The names that a kind has for a type, with their options as JSON text.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Of(ConfigurationKind kind, string type) =>
        [.. All(kind).Where(entry => entry.Type == type).Select(static entry => KeyValuePair.Create(entry.Key, entry.Json))];

    public IReadOnlyList<(string Type, string Key, string Json)> All(ConfigurationKind kind) => [.. store.ReadAll(kind.Section).Select(static entry =>
    {
        var point = entry.Key.IndexOf('.', StringComparison.Ordinal);
        return (entry.Key[..point], entry.Key[(point + 1)..], entry.Value);
    })];

    public string? Find(ConfigurationKind kind, string type, string key) => store.Find(kind.Section, $"{type}.{key}");

    /// <summary>Options as they are kept; what was masked when it was read keeps its value.</summary>
    /// <exception cref="ApiException">A name has characters that names do not have, or the text is no object.</exception>
    public void Put(ConfigurationKind kind, string type, string key, string json)
    {
        _ = RequestBody.ParseObject(json, "body");
        store.Put(kind.Section, $"{Names.Check(type)}.{Names.Check(key)}", Secrets.Restore(json, Find(kind, type, key)));
    }

    /// <exception cref="ApiException">There are no such options.</exception>
    public void Remove(ConfigurationKind kind, string type, string key)
    {
        if (Find(kind, type, key) is null)
            throw ApiException.NotFound($"{kind.Word}.{type}.{key} is not found");
        store.Remove(kind.Section, $"{type}.{key}");
    }

    public void Clear()
    {
        foreach (var kind in ConfigurationKind.All)
        {
            foreach (var (type, key, _) in All(kind))
                store.Remove(kind.Section, $"{type}.{key}");
        }
    }

    /// <summary>The sections of an export: all options of a type as one JSON text.</summary>
    public JsonObject Export(ConfigurationKind kind, Func<string, string, bool> isWanted)
    {
        var section = new JsonObject();
        foreach (var type in All(kind).Where(entry => isWanted(entry.Type, entry.Key)).GroupBy(static entry => entry.Type))
            section[type.Key] = new JsonObject(type.Select(static entry => KeyValuePair.Create(entry.Key, JsonNode.Parse(entry.Json)))).ToJsonString(Reply.Json);
        return section;
    }

    /// <param name="json">An object of the type's names, each with its options.</param>
    /// <exception cref="ApiException">The text is no such object.</exception>
    public void Import(ConfigurationKind kind, string type, string json)
    {
        foreach (var entry in RequestBody.ParseObject(json, type).EnumerateObject())
            Put(kind, type, entry.Name, entry.Value.ValueKind == JsonValueKind.Object ? entry.Value.GetRawText() : throw RequestBody.Mismatch(entry.Name, entry.Value, "an object"));
    }
}
