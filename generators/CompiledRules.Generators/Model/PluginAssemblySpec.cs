namespace CompiledRules.Generators.Model;

/// <summary>The assembly that is being built.</summary>
/// <param name="Contract">The version of the contract that it is built against.</param>
internal sealed record PluginAssemblySpec(string Name, string Contract)
{
    /// <summary>Where its generated code stands: a name that nothing else has.</summary>
    public string Namespace => $"CompiledRules.Generated.{(Name.Length > 0 && char.IsDigit(Name[0]) ? "_" : "")}{string.Concat(Name.Select(static letter => char.IsLetterOrDigit(letter) ? letter : '_'))}";
}

internal sealed record PluginConnectorName(ConnectorKind Kind, string Name);
