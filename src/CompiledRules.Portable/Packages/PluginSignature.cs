using System.Collections.Immutable;
using System.Text.Json;

namespace CompiledRules.Portable.Packages;

/// <summary>What is declared about one function: in the plugin's JSON under <c>signatures</c>, or by the plugin itself when it starts.</summary>
/// <param name="Parameters">SQL type names in order, <c>any</c> where open; null where nothing is declared.</param>
/// <param name="Result">A SQL type name, or <c>any</c>.</param>
/// <param name="IsAggregate">Null where only the plugin knows.</param>
/// <param name="Retries">Whether a call may be made again when its process dies; null for the host's option.</param>
public sealed record PluginSignature(ImmutableArray<string>? Parameters, string Result = "any", bool? IsAggregate = null, bool? Retries = null)
{
    internal static ImmutableDictionary<string, PluginSignature> ReadAll(JsonElement manifest, string directory)
    {
        var signatures = ImmutableDictionary.CreateBuilder<string, PluginSignature>(StringComparer.Ordinal);
        if (Directory.Exists(Path.Combine(directory, "functions")))
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(directory, "functions"), "*.json"))
                AddMetadata(signatures, file);
        }

        if (manifest.TryGetProperty("signatures", out var declared) && declared.ValueKind == JsonValueKind.Object)
        {
            foreach (var function in declared.EnumerateObject())
                signatures[function.Name] = Read(function.Value);
        }

        return signatures.ToImmutable();
    }

    /// <summary>Reads <c>{"args":["bigint"],"returns":"float","aggregate":false,"retry":true}</c>; every key may be absent.</summary>
    internal static PluginSignature Read(JsonElement json) => new(
        json.TryGetProperty("args", out var arguments) && arguments.ValueKind == JsonValueKind.Array
            ? [.. arguments.EnumerateArray().Select(static item => item.GetString() ?? "any")]
            : null,
        json.TryGetProperty("returns", out var result) && result.ValueKind == JsonValueKind.String ? result.GetString()! : "any",
        Flag(json, "aggregate"),
        Flag(json, "retry"));

    /// <summary>What <paramref name="other"/> declares, and this where it is silent.</summary>
    internal PluginSignature With(PluginSignature other) => new(
        other.Parameters ?? Parameters, other.Result == "any" ? Result : other.Result, other.IsAggregate ?? IsAggregate, other.Retries ?? Retries);

    // The metadata of the management console: only the number of arguments can be relied on, and only where none is optional.
    private static void AddMetadata(ImmutableDictionary<string, PluginSignature>.Builder signatures, string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            if (!document.RootElement.TryGetProperty("functions", out var functions))
                return;

            foreach (var function in functions.EnumerateArray())
            {
                if (function.TryGetProperty("name", out var name) && function.TryGetProperty("aggregate", out _))
                    signatures[name.GetString()!] = new PluginSignature(null, IsAggregate: Flag(function, "aggregate"));
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // It only serves the console; a plugin works without.
        }
    }

    private static bool? Flag(JsonElement json, string key) =>
        json.TryGetProperty(key, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null;
}
