using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using CompiledRules.Server.Definitions;
using CompiledRules.Server.Http;

namespace CompiledRules.Server.Connections;

/// <summary>The named connections of the server: options that streams and actions share by <c>connectionSelector</c>, each probed in the background. May be used from any thread.</summary>
/// <param name="countReferences">How many streams and actions of rules refer to a connection.</param>
internal sealed class ConnectionRegistry(ConfigurationRegistry configuration, Reachability reachability, TimeProvider time, Func<string, int> countReferences) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, LiveConnection> _live = new(StringComparer.Ordinal);

    public IReadOnlyList<JsonObject> All => [.. configuration.All(ConfigurationKind.Connections).Select(entry => Describe(entry.Type, entry.Key, entry.Json))];

    /// <summary>Begins to watch over what the store has.</summary>
    public void Restore()
    {
        foreach (var (type, id, json) in configuration.All(ConfigurationKind.Connections))
            Watch(type, id, json);
    }

    /// <exception cref="ApiException">There is no such connection.</exception>
    public JsonObject Get(string id)
    {
        var (type, _, json) = Find(id);
        return Describe(type, id, json);
    }

    /// <exception cref="ApiException">The name is taken or cannot be used, or the properties name no address.</exception>
    public void Create(string id, string type, string props)
    {
        if (configuration.All(ConfigurationKind.Connections).Any(entry => entry.Key == id))
            throw new ApiException(ErrorCode.Undefined, $"connection {id} already exists");
        Keep(id, type, props);
    }

    /// <exception cref="ApiException">There is no such connection, or rules use it.</exception>
    public async Task ReplaceAsync(string id, string type, string props)
    {
        var old = Find(id);
        CheckUnused(id, "updated");
        await ForgetAsync(id).ConfigureAwait(false);
        if (old.Type != type)
            configuration.Remove(ConfigurationKind.Connections, old.Type, id);
        Keep(id, type, props);
    }

    /// <exception cref="ApiException">There is no such connection, or rules use it.</exception>
    public async Task DeleteAsync(string id)
    {
        var (type, _, _) = Find(id);
        CheckUnused(id, "deleted");
        configuration.Remove(ConfigurationKind.Connections, type, id);
        await ForgetAsync(id).ConfigureAwait(false);
    }

    /// <summary>Begins anew with what the configuration has now.</summary>
    public async Task RefreshAsync()
    {
        foreach (var id in _live.Keys)
            await ForgetAsync(id).ConfigureAwait(false);
        Restore();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var id in _live.Keys)
            await ForgetAsync(id).ConfigureAwait(false);
    }

    private void Keep(string id, string type, string props)
    {
        if (!Reachability.HasAddress(props))
            throw new ApiException(ErrorCode.Undefined, $"connection {id}: 'props' name no address, such as 'server', 'url' or 'addr'");
        configuration.Put(ConfigurationKind.Connections, type, id, props);
        Watch(type, id, configuration.Find(ConfigurationKind.Connections, type, id)!);
    }

    private void Watch(string type, string id, string props) => _live.GetOrAdd(id, _ => new LiveConnection(cancellation => reachability.ProbeAsync(type, props, cancellation), time));

    private async Task ForgetAsync(string id)
    {
        if (_live.TryRemove(id, out var live))
            await live.DisposeAsync().ConfigureAwait(false);
    }

    private void CheckUnused(string id, string change)
    {
        if (countReferences(id) is > 0 and var count)
            throw new ApiException(ErrorCode.Undefined, $"connection {id} can't be {change}: {count} references of rules");
    }

    private (string Type, string Key, string Json) Find(string id) =>
        configuration.All(ConfigurationKind.Connections).FirstOrDefault(entry => entry.Key == id) is { Key: not null } found ? found : throw ApiException.NotFound($"connection {id} is not found");

    private JsonObject Describe(string type, string id, string props)
    {
        var status = _live.TryGetValue(id, out var live) ? live.Status : new ConnectionStatus(ConnectionState.Connecting);
        var json = new JsonObject
        {
            ["id"] = id,
            ["typ"] = type,
            ["props"] = Secrets.Hide(JsonNode.Parse(props)),
            ["isNamed"] = true,
            ["status"] = status.State.ToString().ToLowerInvariant(),
            ["refCount"] = countReferences(id),
        };
        if (status.Error is { } error)
            json["err"] = Secrets.HideInText(error);
        return json;
    }
}
