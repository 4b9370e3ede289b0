using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using CompiledRules.Generators.Stubs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace CompiledRules.Generators.Tests.Stubs;

/// <summary>Runs the generators of stubs over additional files in memory.</summary>
internal static class StubHarness
{
    public static AdditionalFile Service(string json, string path = "services/plant.json") => new(path, json, "service");

    public static AdditionalFile Schema(string text, string path = "services/schemas/plant.proto") => new(path, text, "schema");

    public static AdditionalFile Plugin(string json, string path = "plugins/meter.json") => new(path, json, "plugin");

    /// <summary>The generated code, which has to compile without a warning.</summary>
    public static string Generate(params AdditionalFile[] files)
    {
        var driver = Driver(files).RunGeneratorsAndUpdateCompilation(GeneratorHarness.Compilation(), out var compilation, out var diagnostics);
        Assert.That(diagnostics, Is.Empty);
        var text = string.Join('\n', driver.GetRunResult().GeneratedTrees.Select(static tree => tree.ToString()));
        Assert.That(compilation.GetDiagnostics().Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning), Is.Empty, text);
        return text;
    }

    public static IReadOnlyList<Diagnostic> Diagnostics(params AdditionalFile[] files) =>
        [.. Driver(files).RunGenerators(GeneratorHarness.Compilation()).GetRunResult().Diagnostics];

    public static GeneratorDriver Driver(AdditionalFile[] files) => CSharpGeneratorDriver.Create(
        [new ExternalStubGenerator().AsSourceGenerator(), new PortableStubGenerator().AsSourceGenerator()],
        additionalTexts: files,
        parseOptions: GeneratorHarness.ParseOptions,
        optionsProvider: new FileOptions(),
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    internal sealed class AdditionalFile(string path, string text, string kind) : AdditionalText
    {
        public string Kind { get; } = kind;

        public override string Path { get; } = path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }

    private sealed class FileOptions : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Options(ImmutableDictionary<string, string>.Empty.Add("build_property.RootNamespace", "Plant"));

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Options(ImmutableDictionary<string, string>.Empty);

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) =>
            new Options(ImmutableDictionary<string, string>.Empty.Add("build_metadata.AdditionalFiles.Stub", ((AdditionalFile)textFile).Kind));
    }

    private sealed class Options(ImmutableDictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
