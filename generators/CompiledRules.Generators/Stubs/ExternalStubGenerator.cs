using CompiledRules.Generators.Stubs.Model;
using CompiledRules.Generators.Stubs.Readers;
using CompiledRules.Sql;
using Microsoft.CodeAnalysis;

namespace CompiledRules.Generators.Stubs;

/// <summary>Writes a class of typed proxies for each external service among the additional files (<c>ExternalService</c> items, with their schemas as <c>ExternalSchema</c> items).</summary>
[Generator(LanguageNames.CSharp)]
public sealed class ExternalStubGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var schemas = StubSources.Files(context, "schema").Collect()
            .Select(static (files, _) => files.OrderBy(static file => file.Path, StringComparer.Ordinal).ToEquatableArray());
        var results = StubSources.Files(context, "service")
            .Combine(schemas)
            .Combine(StubSources.Namespace(context))
            .Select(static (input, _) => Read(input.Left.Left, input.Left.Right, input.Right))
            .WithTrackingName(StepNames.ReadStubs);
        StubSources.Register(context, results);
    }

    private static StubResult Read(StubFile service, EquatableArray<StubFile> schemas, string @namespace)
    {
        var problems = new List<StubProblem>();
        var stub = ServiceFileReader.Read(service, schemas, @namespace, problems);
        return new StubResult(stub, problems.ToEquatableArray());
    }
}
