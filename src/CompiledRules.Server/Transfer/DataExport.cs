using System.Text;
using System.Text.Json.Nodes;
using CompiledRules.Server.Definitions;
using CompiledRules.Server.Http;
using CompiledRules.Server.Rules;
using CompiledRules.Server.Store;
using CompiledRules.Sql.Symbols;
using CompiledRules.Sql.Syntax;

namespace CompiledRules.Server.Transfer;

/// <summary>Writes down what the server has been told, as <see cref="DataImport"/> reads it.</summary>
internal sealed class DataExport(ServerStore store, StreamRegistry streams, RuleRegistry rules, ConfigurationRegistry configuration, UploadFolder uploads)
{
    /// <summary>Streams, tables and rules.</summary>
    public JsonObject Ruleset(bool hasSecrets) => Ruleset(streams.All, rules.All, hasSecrets);

    /// <summary>All sections.</summary>
    public JsonObject All(bool hasSecrets)
    {
        var json = Ruleset(hasSecrets);
        AddOptions(json, static (_, _, _) => true);
        AddInstalled(json);
        json[DataSections.Schemas] = Schemas(static _ => true);
        json[DataSections.Uploads] = Uploads();
        return Complete(json, hasSecrets);
    }

    /// <summary>All that some rules need. All plugins and services are among it.</summary>
    public JsonObject Of(IReadOnlyList<HostedRule> wanted, bool hasSecrets)
    {
        var used = streams.All.Where(stream => wanted.Any(rule => rule.Definition.Streams.Contains(stream.Name))).ToList();
        var json = Ruleset(used, wanted, hasSecrets: true);
        var texts = string.Join('\n', DataSections.All.Where(json.ContainsKey).Select(section => json[section]!.ToJsonString(Reply.Json)));
        AddOptions(json, (_, type, key) => key == "default" && texts.Contains($"{type}", StringComparison.OrdinalIgnoreCase) || texts.Contains(key, StringComparison.Ordinal));
        AddInstalled(json);
        json[DataSections.Schemas] = Schemas(name => texts.Contains(name, StringComparison.Ordinal));
        return Complete(json, hasSecrets);
    }

    private JsonObject Ruleset(IEnumerable<StreamSymbol> exported, IEnumerable<HostedRule> exportedRules, bool hasSecrets)
    {
        var statements = streams.Statements;
        var json = new JsonObject { [DataSections.Streams] = new JsonObject(), [DataSections.Tables] = new JsonObject(), [DataSections.Rules] = new JsonObject() };
        foreach (var stream in exported.Where(stream => statements.ContainsKey(stream.Name)))
            json[StreamRegistry.IsOf(stream, DefinitionKind.Table) ? DataSections.Tables : DataSections.Streams]![stream.Name] = statements[stream.Name];
        foreach (var rule in exportedRules)
            json[DataSections.Rules]![rule.Definition.Id] = rule.Definition.Json;
        return hasSecrets ? json : Hide(json);
    }

    private void AddOptions(JsonObject json, Func<ConfigurationKind, string, string, bool> isWanted)
    {
        json[DataSections.SourceOptions] = configuration.Export(ConfigurationKind.Sources, (type, key) => isWanted(ConfigurationKind.Sources, type, key));
        json[DataSections.SinkOptions] = configuration.Export(ConfigurationKind.Sinks, (type, key) => isWanted(ConfigurationKind.Sinks, type, key));
        json[DataSections.Connections] = configuration.Export(ConfigurationKind.Connections, (type, key) => isWanted(ConfigurationKind.Connections, type, key));
    }

    // What a plugin or service has is not told by its name: rather one too many than one missed.
    private void AddInstalled(JsonObject json)
    {
        json[DataSections.NativePlugins] = Section(Sections.NativePlugins);
        json[DataSections.PortablePlugins] = Section(Sections.PortablePlugins);
        json[DataSections.Services] = Section(Sections.Services);
        json[DataSections.Scripts] = Section(Sections.Scripts);
    }

    private JsonObject Section(string section) =>
        new(store.ReadAll(section).Select(static entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value)));

    private JsonObject Schemas(Func<string, bool> isWanted) => new(store.ReadAll(Sections.Schemas)
        .Where(entry => isWanted(entry.Key[(entry.Key.IndexOf('.', StringComparison.Ordinal) + 1)..]))
        .Select(static entry => KeyValuePair.Create(entry.Key.Replace('.', '_'), (JsonNode?)WithoutFile(entry.Value))));

    // The text is all; where the file stands is this server's own affair.
    private static string WithoutFile(string schema)
    {
        var json = JsonNode.Parse(schema)!.AsObject();
        json.Remove("file");
        return json.ToJsonString(Reply.Json);
    }

    private JsonObject Uploads() => new(uploads.All.Select(static path => KeyValuePair.Create(Path.GetFileName(path), (JsonNode?)UploadOf(path))));

    private static string UploadOf(string path)
    {
        var json = new JsonObject { ["name"] = Path.GetFileName(path) };
        try
        {
            json["content"] = new UTF8Encoding(false, true).GetString(File.ReadAllBytes(path));
        }
        catch (DecoderFallbackException)
        {
            json["file"] = new Uri(path).AbsoluteUri;
        }

        return json.ToJsonString(Reply.Json);
    }

    private static JsonObject Complete(JsonObject json, bool hasSecrets)
    {
        foreach (var section in DataSections.All.Where(section => !json.ContainsKey(section)))
            json[section] = new JsonObject();
        return hasSecrets ? json : Hide(json);
    }

    private static JsonObject Hide(JsonObject json)
    {
        foreach (var (section, entries) in json)
        {
            foreach (var (name, value) in entries!.AsObject().ToList())
                entries[name] = section is DataSections.Streams or DataSections.Tables ? Secrets.HideInText((string)value!) : section == DataSections.Uploads ? value!.DeepClone() : Secrets.Hide((string)value!);
        }

        return json;
    }
}
