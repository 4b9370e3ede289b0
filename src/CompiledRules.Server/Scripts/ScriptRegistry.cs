using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using CompiledRules.Server.Http;
using CompiledRules.Server.Store;

namespace CompiledRules.Server.Scripts;

/// <summary>Functions in JavaScript, kept in the store. May be used from any thread.</summary>
internal sealed class ScriptRegistry
{
    private readonly ConcurrentDictionary<string, ScriptFunction> _functions = new(StringComparer.Ordinal);
    private readonly ServerStore _store;

    /// <param name="log">Hears of scripts of the store that no longer run.</param>
    public ScriptRegistry(ServerStore store, Action<string> log)
    {
        _store = store;
        foreach (var (id, json) in store.ReadAll(Sections.Scripts))
        {
            try
            {
                _functions[id] = Read(id, json);
            }
            catch (Exception error) when (error is SqlException or ApiException)
            {
                log($"script {id} cannot be used: {error.Message}");
            }
        }
    }

    public IReadOnlyList<string> Names => [.. _store.ReadAll(Sections.Scripts).Select(static entry => entry.Key)];

    public IEnumerable<IRemoteFunction> Functions => _functions.Values;

    /// <summary>Called when functions have come or gone.</summary>
    public Action Changed { get; set; } = static () => { };

    public string? Find(string id) => _store.Find(Sections.Scripts, id);

    /// <summary>Keeps a function in the place of an earlier one, which rules that run go on with.</summary>
    /// <param name="json"><c>{"id", "description", "script", "isAgg"}</c>.</param>
    /// <exception cref="ApiException">It is no definition.</exception>
    /// <exception cref="SqlException">The script fails, or defines no function of the id.</exception>
    public void Put(string id, string json)
    {
        var function = Read(Http.Names.Check(id), json);
        var definition = JsonNode.Parse(json)!.AsObject();
        definition["id"] = id;
        _store.Put(Sections.Scripts, id, definition.ToJsonString(Reply.Json));
        _functions[id] = function;
        Changed();
    }

    /// <exception cref="ApiException">There is no such function.</exception>
    public void Remove(string id)
    {
        if (Find(id) is null)
            throw ApiException.NotFound($"javascript function {id} is not found");
        _store.Remove(Sections.Scripts, id);
        _functions.TryRemove(id, out _);
        Changed();
    }

    private static ScriptFunction Read(string id, string json)
    {
        var body = RequestBody.ParseObject(json, "body");
        return new ScriptFunction(id, body.RequireText("script"), body.Flag("isAgg", false));
    }
}
