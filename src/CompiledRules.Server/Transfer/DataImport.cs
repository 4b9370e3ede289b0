using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CompiledRules.Server.Connections;
using CompiledRules.Server.Definitions;
using CompiledRules.Server.Http;
using CompiledRules.Server.Rules;
using CompiledRules.Server.Scripts;
using CompiledRules.Server.Store;
using CompiledRules.Sql.Syntax;

namespace CompiledRules.Server.Transfer;

/// <summary>Takes in what <see cref="DataExport"/> has written. One import at a time.</summary>
/// <param name="api">Installs plugins and services by the requests of the export.</param>
#pragma warning disable CA1001 // Lives as long as the server; the handle of the semaphore is never asked for.
internal sealed class DataImport(
    ServerStore store, StreamRegistry streams, RuleRegistry rules, ConfigurationRegistry configuration, ConnectionRegistry connections, SchemaRegistry schemas, ScriptRegistry scripts, UploadFolder uploads, OwnApi api)
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>The errors of the last import.</summary>
    public JsonObject LastErrors { get; private set; } = new ImportErrors().ToJson();

    /// <param name="content">Sections, each an object of texts.</param>
    /// <param name="isPartial">Whether what is there stays, unless it has the name of something that comes. Plugins and schemas stay even then.</param>
    /// <returns>What has failed; the rest is imported.</returns>
    public async Task<ImportErrors> ImportAsync(JsonObject content, bool isPartial, CancellationToken cancellation)
    {
        // Imports take effect in the order in which they were asked for; the caller waits for its place only.
        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        await Task.Yield();
        try
        {
            RestoreSecrets(content);
            if (!isPartial)
                await ClearAsync().ConfigureAwait(false);
            var run = new Run(content, cancellation);
            await run.TakeAsync(DataSections.Uploads, (_, json) => UploadAsync(json, cancellation)).ConfigureAwait(false);
            await run.TakeAsync(DataSections.NativePlugins, (key, json) => InstallAsync(Sections.NativePlugins, key, $"/plugins/{key.Split('_')[0]}", json, isPartial)).ConfigureAwait(false);
            await run.TakeAsync(DataSections.Schemas, (key, json) => Do(() => ImportSchema(json, isPartial))).ConfigureAwait(false);
            await run.TakeAsync(DataSections.PortablePlugins, (key, json) => InstallAsync(Sections.PortablePlugins, key, "/plugins/portables", json, isPartial)).ConfigureAwait(false);
            await run.TakeAsync(DataSections.Services, (key, json) => InstallAsync(Sections.Services, key, "/services", json, isPartial)).ConfigureAwait(false);
            await run.TakeAsync(DataSections.Scripts, (id, json) => Do(() => scripts.Put(id, json))).ConfigureAwait(false);
            await run.TakeAsync(DataSections.SourceOptions, (type, json) => Do(() => configuration.Import(ConfigurationKind.Sources, type, json))).ConfigureAwait(false);
            await run.TakeAsync(DataSections.SinkOptions, (type, json) => Do(() => configuration.Import(ConfigurationKind.Sinks, type, json))).ConfigureAwait(false);
            await run.TakeAsync(DataSections.Connections, (type, json) => Do(() => configuration.Import(ConfigurationKind.Connections, type, json))).ConfigureAwait(false);
            await connections.RefreshAsync().ConfigureAwait(false);
            await TakeRulesetAsync(run).ConfigureAwait(false);
            LastErrors = run.Errors.ToJson();
            return run.Errors;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Takes in streams, tables and rules beside those that are there.</summary>
    /// <returns>How many of each were taken.</returns>
    public async Task<(int Streams, int Tables, int Rules)> ImportRulesetAsync(JsonObject content, CancellationToken cancellation)
    {
        RestoreSecrets(content);
        var run = new Run(content, cancellation);
        await TakeRulesetAsync(run).ConfigureAwait(false);
        return (run.CountOf(DataSections.Streams), run.CountOf(DataSections.Tables), run.CountOf(DataSections.Rules));
    }

    private async Task TakeRulesetAsync(Run run)
    {
        await run.TakeAsync(DataSections.Streams, (name, sql) => Do(() => Define(DefinitionKind.Stream, name, sql))).ConfigureAwait(false);
        await run.TakeAsync(DataSections.Tables, (name, sql) => Do(() => Define(DefinitionKind.Table, name, sql))).ConfigureAwait(false);
        await run.TakeAsync(DataSections.Rules, ImportRuleAsync).ConfigureAwait(false);
    }

    private static Task Do(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    private void Define(DefinitionKind kind, string name, string sql)
    {
        if (streams.Find(name) is { } existing && StreamRegistry.IsOf(existing, kind))
            streams.Drop(kind, name);
        streams.Create(kind, sql);
    }

    private async Task ImportRuleAsync(string id, string json)
    {
        if (rules.All.Any(rule => rule.Definition.Id == id))
            await rules.DeleteAsync(id).ConfigureAwait(false);
        await rules.ReplaceAsync(id, json).ConfigureAwait(false);
    }

    private async Task UploadAsync(string json, CancellationToken cancellation)
    {
        var body = RequestBody.ParseObject(json, "upload");
        if (body.TextOrNull("content") is not { } content)
        {
            _ = uploads.Locate(body.RequireText("file"));
            return;
        }

        using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(content));
        await uploads.WriteAsync(body.RequireText("name"), bytes, cancellation).ConfigureAwait(false);
    }

    private void ImportSchema(string json, bool isPartial)
    {
        var body = RequestBody.ParseObject(json, "schema");
        var (type, name) = (body.RequireText("type"), body.RequireText("name"));
        if (!isPartial || schemas.Find(type, name) is null)
            schemas.Put(type, name, body.RequireText("content"), body.TextOrNull("version") ?? "");
    }

    private async Task InstallAsync(string section, string key, string path, string json, bool isPartial)
    {
        if (!isPartial || store.Find(section, key) is null)
            await api.SendAsync("POST", path, json).ConfigureAwait(false);
    }

    private async Task ClearAsync()
    {
        foreach (var rule in rules.All)
            await rules.DeleteAsync(rule.Definition.Id).ConfigureAwait(false);
        foreach (var stream in streams.All)
            streams.Drop(StreamRegistry.IsOf(stream, DefinitionKind.Table) ? DefinitionKind.Table : DefinitionKind.Stream, stream.Name);
        configuration.Clear();
        schemas.Clear();
        foreach (var id in scripts.Names)
            scripts.Remove(id);
        foreach (var (key, _) in store.ReadAll(Sections.Services))
            await api.SendAsync("DELETE", $"/services/{key}", null).ConfigureAwait(false);
        foreach (var (key, _) in store.ReadAll(Sections.PortablePlugins))
            await api.SendAsync("DELETE", $"/plugins/portables/{key}", null).ConfigureAwait(false);
        foreach (var (key, _) in store.ReadAll(Sections.NativePlugins))
            await api.SendAsync("DELETE", $"/plugins/{key.Replace('_', '/')}", null).ConfigureAwait(false);
    }

    // An export without secrets gives back to this server what it has.
    private void RestoreSecrets(JsonObject content)
    {
        var statements = streams.Statements;
        Change(DataSections.Streams, (name, sql) => Secrets.RestoreInStatement(sql, statements.GetValueOrDefault(name)));
        Change(DataSections.Tables, (name, sql) => Secrets.RestoreInStatement(sql, statements.GetValueOrDefault(name)));
        Change(DataSections.Rules, (id, json) => Secrets.Restore(json, store.Find(Sections.Rules, id)));
        foreach (var (section, kind) in new[] { (DataSections.SourceOptions, ConfigurationKind.Sources), (DataSections.SinkOptions, ConfigurationKind.Sinks), (DataSections.Connections, ConfigurationKind.Connections) })
            Change(section, (type, json) => Secrets.Restore(json, (string?)configuration.Export(kind, (other, _) => other == type)[type]));

        void Change(string section, Func<string, string, string> restore)
        {
            if (content[section] is not JsonObject entries)
                return;

            foreach (var (name, value) in entries.ToList())
            {
                if (value is JsonValue text && text.TryGetValue<string>(out var written) && written.Contains(Secrets.Mask, StringComparison.Ordinal))
                    entries[name] = restore(name, written);
            }
        }
    }

    /// <summary>One import on its way.</summary>
    private sealed class Run(JsonObject content, CancellationToken cancellation)
    {
        private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

        public ImportErrors Errors { get; } = new();

        public int CountOf(string section) => _counts.GetValueOrDefault(section);

        public async Task TakeAsync(string section, Func<string, string, Task> take)
        {
            if (content[section] is not JsonObject entries)
                return;

            foreach (var (name, value) in entries)
            {
                cancellation.ThrowIfCancellationRequested();
                try
                {
                    await take(name, value is JsonValue text && text.TryGetValue<string>(out var written) ? written : value?.ToJsonString(Reply.Json) ?? "").ConfigureAwait(false);
                    _counts[section] = CountOf(section) + 1;
                }
#pragma warning disable CA1031 // What is wrong with one entry is told; the next one is imported.
                catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
                {
                    Errors.Add(section, name, error is JsonException ? $"Invalid JSON: {error.Message}" : error.Message);
                }
            }
        }
    }
}
