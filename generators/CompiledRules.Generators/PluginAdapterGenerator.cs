using System.Collections.Immutable;
using System.Text;
using CompiledRules.Generators.Model;
using CompiledRules.Generators.Readers;
using CompiledRules.Generators.Writers;
using CompiledRules.Sql;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CompiledRules.Generators;

/// <summary>Writes an adapter for every function and connector that a project marks for SQL, and the manifest of them all.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class PluginAdapterGenerator : IIncrementalGenerator
{
    private const string Contracts = "CompiledRules.Abstractions";

    private static readonly string[] s_functions = ["SqlFunction", "SqlTableFunction", "SqlAggregate", "SqlAnalytic", "SqlColumns", "SqlHit", "SqlWindowFunction"];
    private static readonly string[] s_connectors = ["SqlSource", "SqlSink", "SqlLookup"];

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var assembly = context.CompilationProvider.Select(static (compilation, _) => new PluginAssemblySpec(
            compilation.AssemblyName ?? "",
            compilation.ReferencedAssemblyNames.FirstOrDefault(static reference => reference.Name == Contracts)?.Version.ToString(3) ?? ""));
        var functionMembers = Members(context, s_functions, PluginFunctionReader.Read, StepNames.ReadPluginFunctions);
        var connectorMembers = Members(context, s_connectors, PluginConnectorReader.Read, StepNames.ReadPluginConnectors);

        var functions = functionMembers.Select(static (members, _) => PluginGroups.FunctionsOf(members));
        var connectors = connectorMembers.Select(static (members, _) => PluginGroups.ConnectorsOf(members));
        context.RegisterSourceOutput(
            functions.SelectMany(static (all, _) => all).Combine(assembly).WithTrackingName(StepNames.EmitPluginFunction),
            static (output, input) => Add(output, $"Function.{FileNameOf(input.Left.Name)}", PluginFunctionWriter.Write(input.Left, input.Right)));
        context.RegisterSourceOutput(
            connectors.SelectMany(static (all, _) => all).Combine(assembly).WithTrackingName(StepNames.EmitPluginConnector),
            static (output, input) => Add(output, $"{input.Left.Kind}.{FileNameOf(input.Left.Name)}", PluginConnectorWriter.Write(input.Left, input.Right)));

        var manifest = functions.Select(static (all, _) => all.Select(static function => function.Name).ToEquatableArray())
            .Combine(connectors.Select(static (all, _) => all.Select(static connector => new PluginConnectorName(connector.Kind, connector.Name)).ToEquatableArray()))
            .Combine(assembly)
            .SelectMany(static (input, _) => PluginManifestSpec.Of(input.Left.Left, input.Left.Right, input.Right))
            .WithTrackingName(StepNames.EmitPluginManifest);
        context.RegisterSourceOutput(manifest, static (output, spec) => Add(output, "Manifest", PluginManifestWriter.Write(spec)));

        context.RegisterSourceOutput(functionMembers.SelectMany(static (members, _) => PluginGroups.ProblemsOf(members)), static (output, problem) => output.ReportDiagnostic(problem.ToDiagnostic()));
        context.RegisterSourceOutput(connectorMembers.SelectMany(static (members, _) => PluginGroups.ProblemsOf(members)), static (output, problem) => output.ReportDiagnostic(problem.ToDiagnostic()));
    }

    private static IncrementalValueProvider<EquatableArray<PluginMember<TSpec>>> Members<TSpec>(
        IncrementalGeneratorInitializationContext context, string[] attributes, Func<GeneratorAttributeSyntaxContext, CancellationToken, PluginMember<TSpec>> read, string step)
        where TSpec : class
    {
        IncrementalValueProvider<ImmutableArray<PluginMember<TSpec>>>? all = null;
        foreach (var attribute in attributes)
        {
            var marked = context.SyntaxProvider.ForAttributeWithMetadataName(
                $"CompiledRules.{attribute}Attribute", static (node, _) => node is MemberDeclarationSyntax, read).WithTrackingName(step).Collect();
            all = all is { } before ? before.Combine(marked).Select(static (pair, _) => pair.Left.AddRange(pair.Right)) : marked;
        }

        return all!.Value.Select(static (members, _) => new EquatableArray<PluginMember<TSpec>>(members));
    }

    private static void Add(SourceProductionContext output, string name, string source) => output.AddSource($"{name}.g.cs", SourceText.From(source, Encoding.UTF8));

    // Files may not differ in case alone; functions may.
    private static string FileNameOf(string name) => string.Concat(name.Select(static letter => char.IsUpper(letter) ? $"+{char.ToLowerInvariant(letter)}" : letter.ToString()));
}
