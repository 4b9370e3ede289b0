using System.Text.Json.Nodes;
using CompiledRules.Server.Http;

namespace CompiledRules.Server.Transfer;

/// <summary>What has failed of an import, by section and name.</summary>
internal sealed class ImportErrors
{
    private readonly List<(string Section, string Name, string Message)> _errors = [];

    public bool IsEmpty => _errors.Count == 0;

    public void Add(string section, string name, string message) => _errors.Add((section, name, Secrets.HideInText(message)));

    /// <summary>All sections; empty where nothing has failed.</summary>
    public JsonObject ToJson() => new(DataSections.All.Select(section => KeyValuePair.Create(
        section, (JsonNode?)new JsonObject(_errors.Where(error => error.Section == section).Select(static error => KeyValuePair.Create(error.Name, (JsonNode?)error.Message))))));
}
