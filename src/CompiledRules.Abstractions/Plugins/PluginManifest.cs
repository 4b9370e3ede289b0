using System.Collections.Immutable;
using System.Reflection;

namespace CompiledRules.Plugins;

/// <summary>What an assembly declares for SQL. Written by the source generator, one per assembly.</summary>
/// <remarks>Reading it runs none of the plugin's own code: what it declares is made when it is first used. Safe to use from any thread.</remarks>
public abstract class PluginManifest
{
    /// <summary>The version of the contract that the assembly was built against.</summary>
    public abstract string Contract { get; }

    /// <summary>One entry per name, with its overloads in the order of declaration.</summary>
    public abstract ImmutableArray<FunctionDeclaration> Functions { get; }

    public abstract ImmutableArray<SourceDeclaration> Sources { get; }

    public abstract ImmutableArray<SinkDeclaration> Sinks { get; }

    public abstract ImmutableArray<LookupDeclaration> Lookups { get; }

    /// <summary>The manifest of an assembly, or null where it was built without the generator or declares nothing.</summary>
    public static PluginManifest? Of(Assembly assembly) => assembly.GetCustomAttribute<PluginManifestAttribute>()?.Create();
}
