using System.Reflection;
using System.Text;
using CompiledRules.Sql.Emit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using SourceText = Microsoft.CodeAnalysis.Text.SourceText;

namespace CompiledRules.Compiler.Roslyn;

/// <summary>Compiles C# into an assembly that lives as long as something made of it does.</summary>
internal static class RoslynCompiler
{
    private static readonly CSharpParseOptions s_parsing = new(LanguageVersion.CSharp13, DocumentationMode.None);

    private static readonly CSharpCompilationOptions s_options = new(
        OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, generalDiagnosticOption: ReportDiagnostic.Suppress, concurrentBuild: false);

    /// <param name="sources">C# files, and the SQL that each was made from.</param>
    /// <param name="types">Types that the sources name, besides those of the run time and the built-in functions.</param>
    public static Assembly Compile(IReadOnlyList<(string Code, string Sql)> sources, IEnumerable<Type> types)
    {
        var references = AssemblyReferences.Of(types.Select(static type => type.Assembly));
        using var image = Emit(sources, references);
        return new RuleLoadContext(references).LoadFromStream(image);
    }

    /// <summary>An assembly that holds its debugging information, from its start.</summary>
    public static MemoryStream Emit(IReadOnlyList<(string Code, string Sql)> sources, IReadOnlyList<Assembly> references)
    {
        var compilation = CSharpCompilation.Create(
            "CompiledRules.Rules",
            sources.Select(static source => CSharpSyntaxTree.ParseText(SourceText.From(source.Code, Encoding.UTF8), s_parsing, "rule.cs")),
            references.Select(AssemblyReferences.ReferenceTo),
            s_options);

        var image = new MemoryStream();
        // One SQL file can be shown: that of a rule compiled alone.
        var texts = sources.Count == 1 ? new[] { EmbeddedText.FromSource(CSharpEmitter.SqlFile, SourceText.From(sources[0].Sql, Encoding.UTF8)) } : [];
        var result = compilation.Emit(image, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.Embedded), embeddedTexts: texts);
        if (!result.Success)
        {
            var errors = result.Diagnostics.Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
            throw new InvalidOperationException($"The C# of a rule does not compile: {string.Join(Environment.NewLine, errors)}");
        }

        image.Position = 0;
        return image;
    }
}
