using System.Text.Json;

namespace CompiledRules.Conformance.Tests.Cases;

/// <summary>One case as data. Read numbers with <see cref="JsonElement.GetRawText"/>: the token tells an integer from a float.</summary>
public sealed record ConformanceCase(string Suite, string File, string Id, JsonElement Json)
{
    /// <summary>The statement; null for a case without one.</summary>
    public string? Sql => Text("sql");

    public bool Has(string property) => Json.TryGetProperty(property, out _);

    /// <summary>The property's string; null when it is absent or JSON null.</summary>
    public string? Text(string property) =>
        Json.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public bool Flag(string property) => Json.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.True;

    public override string ToString() => Sql is null ? Id : $"{Id}: {Sql}";
}
