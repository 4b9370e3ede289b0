using System.Reflection;
using System.Reflection.Metadata;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace CompiledRules.Compiler.Roslyn;

/// <summary>The assemblies that compiled rules see: those of the run time, of the rows and functions, and all that these reference.</summary>
internal static class AssemblyReferences
{
    private static readonly Assembly[] s_always =
        [typeof(object).Assembly, Assembly.Load("System.Runtime"), typeof(SqlValue).Assembly, typeof(Runtime.Rules.RuleContext).Assembly, Assembly.Load("CompiledRules.Functions")];

    // Held weakly: plugins come and go.
    private static readonly ConditionalWeakTable<Assembly, MetadataReference> s_references = [];

    public static IReadOnlyList<Assembly> Of(IEnumerable<Assembly> assemblies)
    {
        var found = new HashSet<Assembly>();
        var open = new Stack<Assembly>(s_always.Concat(assemblies));
        while (open.TryPop(out var assembly))
        {
            if (!found.Add(assembly))
                continue;

            foreach (var name in assembly.GetReferencedAssemblies())
            {
                if (Load(assembly, name) is { } referenced)
                    open.Push(referenced);
            }
        }

        return [.. found];
    }

    public static MetadataReference ReferenceTo(Assembly assembly) => s_references.GetValue(assembly, Create);

    private static unsafe MetadataReference Create(Assembly assembly) => assembly.TryGetRawMetadata(out var blob, out var length)
        ? AssemblyMetadata.Create(ModuleMetadata.CreateFromMetadata((IntPtr)blob, length)).GetReference()
        : throw new InvalidOperationException($"{assembly.FullName} has no metadata to compile against");

    // A reference that the assembly itself can do without is none that a rule needs.
    private static Assembly? Load(Assembly from, AssemblyName name)
    {
        try
        {
            return System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(from)!.LoadFromAssemblyName(name);
        }
        catch (Exception exception) when (exception is FileNotFoundException or FileLoadException or BadImageFormatException)
        {
            return null;
        }
    }
}
