using System.Reflection;
using System.Runtime.Loader;

namespace CompiledRules.Compiler.Roslyn;

/// <summary>Holds compiled rules, and goes when the last of them does.</summary>
/// <param name="references">What the rules were compiled against; the same objects, from whatever context they are.</param>
internal sealed class RuleLoadContext(IReadOnlyList<Assembly> references) : AssemblyLoadContext("CompiledRules", isCollectible: true)
{
    protected override Assembly? Load(AssemblyName assemblyName) =>
        references.FirstOrDefault(reference => string.Equals(reference.GetName().Name, assemblyName.Name, StringComparison.OrdinalIgnoreCase));
}
