using CompiledRules.Sql;

namespace CompiledRules.Generators.Model;

/// <summary>The names of all that an assembly declares.</summary>
internal sealed record PluginManifestSpec(EquatableArray<string> Functions, EquatableArray<PluginConnectorName> Connectors, PluginAssemblySpec Assembly)
{
    /// <summary>None for an assembly that declares nothing.</summary>
    public static IEnumerable<PluginManifestSpec> Of(EquatableArray<string> functions, EquatableArray<PluginConnectorName> connectors, PluginAssemblySpec assembly)
    {
        if (functions.Count + connectors.Count > 0)
            yield return new(functions, connectors, assembly);
    }
}
