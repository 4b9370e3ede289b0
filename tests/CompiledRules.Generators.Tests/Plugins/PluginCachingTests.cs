using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CompiledRules.Generators.Tests.Plugins;

/// <summary>What is written again after an edit.</summary>
public sealed class PluginCachingTests
{
    private static readonly string s_plugin = PluginHarness.Functions("[SqlFunction(\"f\")] public static long F(long x) => x + 1;\n[SqlFunction(\"g\")] public static long G(long x) => x;");

    [TestCase(StepNames.EmitPluginFunction)]
    [TestCase(StepNames.EmitPluginManifest)]
    public void Edit_of_another_file_writes_nothing_again(string step) => Assert.That(ReasonsAfter(step, s_plugin, "class Other { int edited; }"), Is.All.EqualTo(IncrementalStepRunReason.Cached).Or.EqualTo(IncrementalStepRunReason.Unchanged));

    [TestCase(StepNames.EmitPluginFunction)]
    [TestCase(StepNames.EmitPluginManifest)]
    public void Edit_of_a_body_writes_nothing_again(string step) =>
        Assert.That(ReasonsAfter(step, s_plugin.Replace("x + 1", "x\n+ 2", StringComparison.Ordinal), "class Other;"), Is.All.EqualTo(IncrementalStepRunReason.Cached).Or.EqualTo(IncrementalStepRunReason.Unchanged));

    [Test]
    public void Edited_signature_writes_its_function_alone() => Assert.That(
        ReasonsAfter(StepNames.EmitPluginFunction, s_plugin.Replace("long G(long x)", "long G(long x, long y = 1)", StringComparison.Ordinal), "class Other;"),
        Is.EquivalentTo(new[] { IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached }).Or.EquivalentTo(new[] { IncrementalStepRunReason.Modified, IncrementalStepRunReason.Unchanged }));

    [Test]
    public void New_function_writes_the_manifest() => Assert.That(
        ReasonsAfter(StepNames.EmitPluginManifest, s_plugin, "public static class H { [CompiledRules.SqlFunction(\"h\")] public static long I(long x) => x; }"),
        Is.EqualTo(new[] { IncrementalStepRunReason.Modified }));

    private static IEnumerable<IncrementalStepRunReason> ReasonsAfter(string step, string plugin, string other)
    {
        var before = GeneratorHarness.Compilation(s_plugin, "class Other;");
        var driver = PluginHarness.Driver(trackSteps: true).RunGenerators(before);
        var after = before.ReplaceSyntaxTree(before.SyntaxTrees[0], CSharpSyntaxTree.ParseText(plugin, GeneratorHarness.ParseOptions, "Source0.cs"));
        after = after.ReplaceSyntaxTree(after.SyntaxTrees[1], CSharpSyntaxTree.ParseText(other, GeneratorHarness.ParseOptions, "Source1.cs"));
        return driver.RunGenerators(after).GetRunResult().Results.Single().TrackedSteps[step].SelectMany(static run => run.Outputs).Select(static output => output.Reason);
    }
}
