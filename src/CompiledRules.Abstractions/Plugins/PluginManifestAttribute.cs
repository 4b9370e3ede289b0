namespace CompiledRules.Plugins;

/// <summary>Leads from an assembly to its manifest. Written by the source generator.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public abstract class PluginManifestAttribute : Attribute
{
    public abstract PluginManifest Create();
}

/// <inheritdoc cref="PluginManifestAttribute"/>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class PluginManifestAttribute<TManifest> : PluginManifestAttribute
    where TManifest : PluginManifest, new()
{
    public override PluginManifest Create() => new TManifest();
}
