using System.Text;
using CompiledRules.Generators.Stubs.Model;
using CompiledRules.Generators.Stubs.Writers;
using CompiledRules.Sql;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CompiledRules.Generators.Stubs;

/// <summary>What the generators of stubs share: which additional files are theirs, and the way from a read class to its source.</summary>
internal static class StubSources
{
    /// <summary>The metadata of an additional file that says what it is: <c>service</c>, <c>schema</c> or <c>plugin</c>.</summary>
    private const string Metadata = "build_metadata.AdditionalFiles.Stub";

    private const string RootNamespace = "build_property.RootNamespace";

    public static IncrementalValuesProvider<StubFile> Files(IncrementalGeneratorInitializationContext context, string kind) => context.AdditionalTextsProvider
        .Combine(context.AnalyzerConfigOptionsProvider)
        .Where(input => input.Right.GetOptions(input.Left).TryGetValue(Metadata, out var given) && given == kind)
        .Select(static (input, cancellation) => new StubFile(input.Left.Path, input.Left.GetText(cancellation)?.ToString() ?? ""));

    public static IncrementalValueProvider<string> Namespace(IncrementalGeneratorInitializationContext context) => context.AnalyzerConfigOptionsProvider
        .Select(static (options, _) => options.GlobalOptions.TryGetValue(RootNamespace, out var name) ? name : "");

    public static void Register(IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<StubResult> results)
    {
        context.RegisterSourceOutput(
            results.Where(static result => result.Class is not null).Select(static (result, _) => result.Class!).WithTrackingName(StepNames.EmitStub),
            static (output, stub) => output.AddSource(stub.HintName, SourceText.From(StubClassWriter.Write(stub), Encoding.UTF8)));
        context.RegisterSourceOutput(
            results.SelectMany(static (result, _) => result.Problems.Items),
            static (output, problem) => output.ReportDiagnostic(problem.ToDiagnostic()));
    }
}

/// <param name="Class">Null where there are problems.</param>
internal sealed record StubResult(StubClass? Class, EquatableArray<StubProblem> Problems);
