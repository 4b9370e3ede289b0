using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using CompiledRules.Conformance.Tests.Cases;
using CompiledRules.Conformance.Tests.Rules;
using CompiledRules.Generators.Tests.Scripts;
using CompiledRules.Runtime.Rules;
using CompiledRules.Sql.Planning;
using Microsoft.CodeAnalysis;

namespace CompiledRules.Generators.Tests.Conformance;

/// <summary>Whole rules as scripts of an application: generated, compiled in memory and run.</summary>
public sealed class BuiltRuleConformanceTests
{
    [Test]
    public void Rules_give_what_the_reference_gives()
    {
        var cases = ConformanceCases.ReadAll("rules");
        var built = Build(cases);

        ConformanceRate.Check("rules, built", cases, RuleDeviations.All, item => RuleCaseComparison.FailureOf(item, RunOf(item, built).PlayAsTheCaseSays()));
        ConformanceRate.Check("rules, built, restored", [.. cases.Where(static item => !item.Has("checkpoint"))], RuleDeviations.All, item =>
        {
            var run = RunOf(item, built);
            return Enumerable.Range(0, run.Arrivals.Length).Select(row => RuleCaseComparison.FailureOf(item, run.Play(row))).FirstOrDefault(static failure => failure is not null);
        });
    }

    private static RuleCaseRun RunOf(ConformanceCase item, Dictionary<string, Func<IRuleProgram>> built) => new(item, (_, _, _) => built[item.Id]());

    // All cases are the scripts of one application.
    private static Dictionary<string, Func<IRuleProgram>> Build(IReadOnlyList<ConformanceCase> cases)
    {
        var scripts = cases.Select(static (item, index) => (AdditionalText)new ScriptHarness.Script(ScriptOf(item), $"case{index.ToString(CultureInfo.InvariantCulture)}.sql"));
        ScriptHarness.Driver([.. scripts]).RunGeneratorsAndUpdateCompilation(
            GeneratorHarness.Compilation("").AddReferences(MetadataReference.CreateFromFile(typeof(AccumulateWordCount).Assembly.Location)), out var compilation, out var diagnostics);
        Assert.That(diagnostics.Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error), Is.Empty);
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.That(result.Success, () => string.Join('\n', result.Diagnostics.Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(5)));
        image.Position = 0;
        var assembly = new AssemblyLoadContext("Cases", isCollectible: true).LoadFromStream(image);
        return cases.Select(static (item, index) => (item.Id, Index: index)).ToDictionary(static item => item.Id, item => ProgramOf(assembly, item.Index));
    }

    private static Func<IRuleProgram> ProgramOf(Assembly assembly, int index) => () => (IRuleProgram)assembly.GetType($"Case{index}Rules")!.GetProperty("RuleProgram")!.GetValue(null)!;

    private static string ScriptOf(ConformanceCase item)
    {
        var options = RuleCaseOptions.Read(item.Json.GetProperty("rule").GetProperty("options"));
        return $"""
            {RuleCaseRun.DefinitionsOf(item)}
            CREATE SINK nowhere () WITH (TYPE="nop");
            CREATE RULE rule INTO nowhere WITH ({OptionsOf(options)}) AS {RuleCaseRun.SqlOf(item).TrimEnd().TrimEnd(';')};
            """;
    }

    private static string OptionsOf(RuleOptions options) => string.Create(
        CultureInfo.InvariantCulture,
        $"isEventTime={Flag(options.IsEventTime)}, lateTolerance={options.LateTolerance}, sendError={Flag(options.SendError)}, sendNilField={Flag(options.SendNilField)}, sendMetaToSink={Flag(options.SendMetaToSink)}");

    private static string Flag(bool flag) => flag ? "TRUE" : "FALSE";
}
