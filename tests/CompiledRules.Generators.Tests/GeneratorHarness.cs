using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CompiledRules.Generators.Tests;

/// <summary>Runs the generator over C# in memory.</summary>
internal static class GeneratorHarness
{
    public const string Rows = """
        #nullable enable
        using System;
        using System.Collections.Generic;
        using CompiledRules;
        using CompiledRules.Runtime.Rules;

        namespace Plant;

        public sealed record Reading(string Room, double Celsius, long Sequence, int? Level = null, string? Note = null);

        public sealed record Hot(string Room, double Celsius);


        """;

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.CSharp13);

    private static IReadOnlyList<MetadataReference> References { get; } = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(static path => !Path.GetFileName(path).StartsWith("CompiledRules.", StringComparison.Ordinal) || IsProduct(path))
        .Select(static path => MetadataReference.CreateFromFile(path))];

    /// <summary>A class <c>Rules</c> with one rule <c>Run</c>.</summary>
    public static string Rule(string sql, string result = "Hot", string parameters = "IObservable<Reading> readings") => Rows + $$""""
        public static partial class Rules
        {
            [CompiledRule("""{{sql}}""")]
            public static partial IObservable<{{result}}> Run({{parameters}});
        }
        """";

    public static CSharpCompilation Compilation(params string[] sources) => CSharpCompilation.Create(
        "Plant",
        sources.Select(static (source, index) => CSharpSyntaxTree.ParseText(source, ParseOptions, $"Source{index}.cs")),
        References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, checkOverflow: true, warningLevel: 9999));

    public static GeneratorDriver Driver(bool trackSteps = false, IIncrementalGenerator? generator = null) => CSharpGeneratorDriver.Create(
        [(generator ?? new RuleGenerator()).AsSourceGenerator()],
        parseOptions: ParseOptions,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackSteps));

    /// <summary>The generated code, which has to compile without a warning.</summary>
    public static string Generate(params string[] sources)
    {
        var (result, _) = Run(sources);
        return string.Join('\n', result.GeneratedTrees.Select(static tree => tree.ToString()));
    }

    /// <summary>Compiles the sources with what is generated of them and loads the result.</summary>
    public static Assembly Load(params string[] sources)
    {
        var (_, compilation) = Run(sources);
        using var stream = new MemoryStream();
        Assert.That(compilation.Emit(stream).Success);
        stream.Position = 0;
        return new AssemblyLoadContext("Plant", isCollectible: true).LoadFromStream(stream);
    }

    public static IReadOnlyList<Diagnostic> Diagnostics(params string[] sources) =>
        [.. Driver().RunGenerators(Compilation(sources)).GetRunResult().Diagnostics];

    private static (GeneratorDriverRunResult Result, Compilation Compilation) Run(string[] sources)
    {
        var driver = Driver().RunGeneratorsAndUpdateCompilation(Compilation(sources), out var compilation, out var diagnostics);
        Assert.That(diagnostics, Is.Empty);
        Assert.That(compilation.GetDiagnostics().Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning), Is.Empty, () => driver.GetRunResult().GeneratedTrees.FirstOrDefault()?.ToString() ?? "");
        return (driver.GetRunResult(), compilation);
    }

    private static bool IsProduct(string path) =>
        Path.GetFileNameWithoutExtension(path) is "CompiledRules.Abstractions" or "CompiledRules.Runtime" or "CompiledRules.Functions";
}
