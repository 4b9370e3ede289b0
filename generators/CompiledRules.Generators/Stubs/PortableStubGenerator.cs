using CompiledRules.Generators.Stubs.Model;
using CompiledRules.Generators.Stubs.Readers;
using CompiledRules.Sql;
using Microsoft.CodeAnalysis;

namespace CompiledRules.Generators.Stubs;

/// <summary>Writes a class of typed proxies for the functions of each portable plugin among the additional files (<c>PortablePlugin</c> items: the plugin's JSON).</summary>
[Generator(LanguageNames.CSharp)]
public sealed class PortableStubGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var results = StubSources.Files(context, "plugin")
            .Combine(StubSources.Namespace(context))
            .Select(static (input, _) => Read(input.Left, input.Right))
            .WithTrackingName(StepNames.ReadStubs);
        StubSources.Register(context, results);
    }

    private static StubResult Read(StubFile plugin, string @namespace)
    {
        var problems = new List<StubProblem>();
        var stub = PluginFileReader.Read(plugin, @namespace, problems);
        return new StubResult(stub, problems.ToEquatableArray());
    }
}
