using System.Text;
using CompiledRules.Generators.Model;
using CompiledRules.Generators.Readers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CompiledRules.Generators;

/// <summary>Writes the bodies of methods that are marked <c>[CompiledRule]</c>.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class RuleGenerator : IIncrementalGenerator
{
    private const string AttributeName = "CompiledRules.CompiledRuleAttribute";

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var functions = context.CompilationProvider
            .Select(static (compilation, _) => FunctionSymbolReader.Read(compilation))
            .WithTrackingName(StepNames.ReadFunctions);

        var targets = context.SyntaxProvider
            .ForAttributeWithMetadataName(AttributeName, static (node, _) => node is MethodDeclarationSyntax, static (target, _) => RuleMethodReader.Read(target));

        // Without the place of its text: moving a method compiles nothing again.
        var rules = targets
            .Select(static (target, _) => target.Method)
            .WithTrackingName(StepNames.ReadRules)
            .Combine(functions)
            .Select(static (input, _) => RuleCompilation.Compile(input.Left, input.Right))
            .WithTrackingName(StepNames.CompileRules);

        context.RegisterSourceOutput(
            rules.Where(static rule => rule.Source is not null).Select(static (rule, _) => (rule.HintName, Source: rule.Source!)).WithTrackingName(StepNames.EmitSource),
            static (output, rule) => output.AddSource(rule.HintName, SourceText.From(rule.Source, Encoding.UTF8)));

        var problems = rules.Where(static rule => rule.Problems.Count > 0).Collect();
        context.RegisterSourceOutput(
            targets.Combine(problems).SelectMany(static (input, _) => PlacedProblem.Of(input.Left, input.Right)),
            static (output, problem) => output.ReportDiagnostic(problem.ToDiagnostic()));
    }
}
