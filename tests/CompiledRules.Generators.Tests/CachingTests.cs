using CompiledRules.Generators.Model;
using CompiledRules.Generators.Stubs.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CompiledRules.Generators.Tests;

/// <summary>What runs again after an edit.</summary>
public sealed class CachingTests
{
    private static readonly string s_rule = GeneratorHarness.Rule("SELECT Room, Celsius FROM readings WHERE Celsius > 30");

    [TestCase(StepNames.ReadFunctions)]
    [TestCase(StepNames.ReadRules)]
    [TestCase(StepNames.CompileRules)]
    [TestCase(StepNames.EmitSource)]
    public void Edit_of_another_file_compiles_nothing_again(string step) =>
        Assert.That(ReasonsAfter(step, s_rule, "class Other { int edited; }"), Is.All.EqualTo(IncrementalStepRunReason.Cached).Or.EqualTo(IncrementalStepRunReason.Unchanged));

    [TestCase(StepNames.CompileRules)]
    [TestCase(StepNames.EmitSource)]
    public void Moved_rule_is_not_compiled_again(string step) => Assert.That(
        ReasonsAfter(step, s_rule.Replace("public static partial class", "// A comment.\n\npublic static partial class", StringComparison.Ordinal), "class Other;"),
        Is.All.EqualTo(IncrementalStepRunReason.Cached).Or.EqualTo(IncrementalStepRunReason.Unchanged));

    [Test]
    public void Edited_rule_is_generated_again() => Assert.That(
        ReasonsAfter(StepNames.EmitSource, s_rule.Replace("> 30", "> 31", StringComparison.Ordinal), "class Other;"), Is.EqualTo([IncrementalStepRunReason.Modified]));

    [Test]
    public void Edited_row_type_is_compiled_again() => Assert.That(
        ReasonsAfter(StepNames.CompileRules, s_rule.Replace("double Celsius, long", "float Celsius, long", StringComparison.Ordinal), "class Other;"), Is.EqualTo([IncrementalStepRunReason.Modified]));

    [Test]
    public void New_function_is_seen() => Assert.That(
        ReasonsAfter(StepNames.ReadFunctions, s_rule, "public static class F { [CompiledRules.SqlFunction(\"f\")] public static long F1(long x) => x; }"), Is.EqualTo([IncrementalStepRunReason.Modified]));

    [TestCaseSource(nameof(Models))]
    public void Model_holds_only_plain_data(Type model) => Assert.That(
        model.GetFields(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Public)
            .Select(static field => field.FieldType)
            .Where(static type => type.Assembly.FullName!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) || typeof(Delegate).IsAssignableFrom(type)),
        Is.Empty);

    private static IEnumerable<Type> Models() => typeof(RuleMethodSpec).Assembly.GetTypes()
        .Where(static type => (type.Namespace == typeof(RuleMethodSpec).Namespace || type.Namespace == typeof(StubClass).Namespace) && !type.IsNested && !type.IsAbstract);

    private static IEnumerable<IncrementalStepRunReason> ReasonsAfter(string step, string rule, string other)
    {
        var before = GeneratorHarness.Compilation(s_rule, "class Other;");
        var driver = GeneratorHarness.Driver(trackSteps: true).RunGenerators(before);
        var after = before
            .ReplaceSyntaxTree(before.SyntaxTrees[0], CSharpSyntaxTree.ParseText(rule, GeneratorHarness.ParseOptions, "Source0.cs"));
        after = after.ReplaceSyntaxTree(after.SyntaxTrees[1], CSharpSyntaxTree.ParseText(other, GeneratorHarness.ParseOptions, "Source1.cs"));
        var steps = driver.RunGenerators(after).GetRunResult().Results.Single().TrackedSteps;
        return steps[step].SelectMany(static run => run.Outputs).Select(static output => output.Reason);
    }
}
