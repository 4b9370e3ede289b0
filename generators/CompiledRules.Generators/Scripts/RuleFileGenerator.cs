using System.Collections.Immutable;
using System.Text;
using CompiledRules.Generators.Readers;
using CompiledRules.Generators.Stubs;
using Microsoft.CodeAnalysis;
using SourceText = Microsoft.CodeAnalysis.Text.SourceText;

namespace CompiledRules.Generators.Scripts;

/// <summary>Writes a class for each <c>.sql</c> file among the additional files: row types of its streams, a method for each rule, and the rules between their connectors.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class RuleFileGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var functions = context.CompilationProvider
            .Select(static (compilation, _) => FunctionSymbolReader.Read(compilation))
            .WithTrackingName(StepNames.ReadFunctions);
        var surroundings = context.CompilationProvider.Select(static (compilation, _) => new ScriptSurroundings(
            compilation.GetTypeByMetadataName("CompiledRules.Hosting.RuleSettings") is not null,
            compilation.GetTypeByMetadataName("CompiledRules.Extensions.BuiltRules.BuiltRulesBuilder") is not null));

        var scripts = context.AdditionalTextsProvider
            .Where(static file => file.Path.EndsWith(".sql", StringComparison.OrdinalIgnoreCase))
            .Select(static (file, cancellation) => (file.Path, Text: file.GetText(cancellation)?.ToString() ?? ""))
            .Combine(StubSources.Namespace(context))
            .Combine(surroundings)
            .Select(static (input, _) => new RuleScript(input.Left.Left.Path, input.Left.Left.Text, input.Left.Right, input.Right))
            .WithTrackingName(StepNames.ReadScripts);

        var compiled = scripts
            .Combine(functions)
            .Select(static (input, _) => ScriptSource.Compile(input.Left, input.Right))
            .WithTrackingName(StepNames.CompileScripts);
        context.RegisterSourceOutput(
            compiled.Where(static script => script.Source is not null).Select(static (script, _) => (script.HintName, Source: script.Source!)).WithTrackingName(StepNames.EmitScript),
            static (output, script) => output.AddSource(script.HintName, SourceText.From(script.Source, Encoding.UTF8)));
        context.RegisterSourceOutput(
            compiled.SelectMany(static (script, _) => script.Problems.Items), static (output, problem) => output.ReportDiagnostic(problem.ToDiagnostic()));

        var classes = compiled.Where(static script => script.Source is not null).Select(static (script, _) => script.Class).Collect();
        context.RegisterSourceOutput(
            classes.Combine(StubSources.Namespace(context)).Combine(surroundings),
            static (output, input) => Register(output, input.Left.Left, input.Left.Right, input.Right));
    }

    private static void Register(SourceProductionContext output, ImmutableArray<string> classes, string @namespace, ScriptSurroundings surroundings)
    {
        if (!surroundings.HasRegistration || classes.IsEmpty)
            return;

        var sorted = classes.Distinct().OrderBy(static name => name, StringComparer.Ordinal).ToList();
        output.AddSource("AddCompiledRules.g.cs", SourceText.From(RegistrationWriter.Write(sorted, @namespace), Encoding.UTF8));
    }
}
