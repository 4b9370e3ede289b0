using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace CompiledRules.Generators.Tests.Scripts;

/// <summary>Runs the generator of scripts over a file in memory.</summary>
internal static class ScriptHarness
{
    public const string Path = "plant.sql";

    public static GeneratorDriver Driver(AdditionalText script, bool trackSteps = false) => Driver([script], trackSteps);

    public static GeneratorDriver Driver(IReadOnlyList<AdditionalText> scripts, bool trackSteps = false) => CSharpGeneratorDriver.Create(
        [new Generators.Scripts.RuleFileGenerator().AsSourceGenerator()],
        additionalTexts: scripts,
        parseOptions: GeneratorHarness.ParseOptions,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackSteps));

    /// <summary>The generated code, which has to compile without a warning.</summary>
    public static string Generate(string sql)
    {
        var driver = Driver(new Script(sql)).RunGeneratorsAndUpdateCompilation(GeneratorHarness.Compilation(GeneratorHarness.Rows), out var compilation, out var diagnostics);
        Assert.That(diagnostics, Is.Empty);
        Assert.That(compilation.GetDiagnostics().Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning), Is.Empty);
        return string.Join('\n', driver.GetRunResult().GeneratedTrees.Select(static tree => tree.ToString()));
    }

    public static ImmutableArray<Diagnostic> Diagnostics(string sql) => Driver(new Script(sql)).RunGenerators(GeneratorHarness.Compilation("")).GetRunResult().Diagnostics;

    internal sealed class Script(string sql, string path = ScriptHarness.Path) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(sql);
    }
}
