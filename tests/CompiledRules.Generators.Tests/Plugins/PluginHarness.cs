using System.Runtime.Loader;
using CompiledRules.Plugins;
using Microsoft.CodeAnalysis;

namespace CompiledRules.Generators.Tests.Plugins;

/// <summary>Builds plugins of C# in memory.</summary>
internal static class PluginHarness
{
    private const string Head = """
        #nullable enable
        using System;
        using System.Collections.Generic;
        using System.Collections.Immutable;
        using System.Threading;
        using System.Threading.Tasks;
        using CompiledRules;
        using CompiledRules.State;


        """;

    public static string Source(string members) => Head + members;

    /// <summary>A static class with one or several functions.</summary>
    public static string Functions(string methods) => Source($"public static class Functions\n{{\n{methods}\n}}\n");

    public static GeneratorDriver Driver(bool trackSteps = false) => GeneratorHarness.Driver(trackSteps, new PluginAdapterGenerator());

    /// <summary>The generated files, which have to compile without a warning.</summary>
    public static string Generate(string source) => string.Join('\n', Run(source).Result.GeneratedTrees.Select(static tree => tree.ToString()));

    public static PluginManifest Load(string source)
    {
        using var stream = new MemoryStream();
        Assert.That(Run(source).Compilation.Emit(stream).Success);
        stream.Position = 0;
        return PluginManifest.Of(new AssemblyLoadContext("Plugin", isCollectible: true).LoadFromStream(stream))!;
    }

    public static FunctionDeclaration Function(string methods) => Load(Functions(methods)).Functions.Single();

    public static IReadOnlyList<Diagnostic> Problems(string source) => [.. Driver().RunGenerators(GeneratorHarness.Compilation(source)).GetRunResult().Diagnostics];

    private static (GeneratorDriverRunResult Result, Compilation Compilation) Run(string source)
    {
        var driver = Driver().RunGeneratorsAndUpdateCompilation(GeneratorHarness.Compilation(source), out var compilation, out var diagnostics);
        Assert.That(diagnostics, Is.Empty);
        Assert.That(compilation.GetDiagnostics().Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning), Is.Empty);
        return (driver.GetRunResult(), compilation);
    }
}
