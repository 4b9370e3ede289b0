using CompiledRules.CodeFixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace CompiledRules.Generators.Tests.Plugins;

/// <summary>What an editor offers for a marked member that cannot be used, and what comes of it.</summary>
public sealed class PluginCodeFixTests
{
    [TestCase("public static class F { [SqlFunction(\"f\")] public static long G(int x) => x; }", "Change int to long", "G(long x)")]
    [TestCase("public static class F { [SqlFunction(\"f\")] public static float? G(long x) => x; }", "Change float to double", "public static double? G(long x)")]
    [TestCase("public static class F { [SqlFunction(\"f\")] public static Task<long> G(long x) => null!; }", "Change Task to ValueTask", "public static ValueTask<long> G(long x)")]
    [TestCase("public class F { [SqlFunction(\"f\")] public long G(long x) => x; }", "Make it static", "public static long G(long x)")]
    [TestCase("public static class F { [SqlFunction(\"f\")] private static long G(long x) => x; }", "Make it public", "public static long G(long x)")]
    [TestCase("[SqlSource(\"s\")] public class S : ISource<SourceRow> { public S(int size) { } public IDisposable Subscribe(IObserver<SourceRow> o) => null!; }", "Add a constructor without parameters", "public S()")]
    public async Task Member_is_changed(string members, string title, string expected)
    {
        var source = PluginHarness.Source(members);
        using var workspace = new AdhocWorkspace();
        var project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Default, "Plant", "Plant", LanguageNames.CSharp, parseOptions: GeneratorHarness.ParseOptions, metadataReferences: GeneratorHarness.Compilation().References));
        var document = workspace.AddDocument(project.Id, "Source0.cs", Microsoft.CodeAnalysis.Text.SourceText.From(source));
        var actions = new List<CodeAction>();

        await new PluginCodeFixProvider().RegisterCodeFixesAsync(
            new CodeFixContext(document, PluginHarness.Problems(source).Single(), (action, _) => actions.Add(action), CancellationToken.None));

        Assert.That(actions.Select(static action => action.Title), Is.EqualTo(new[] { title }));
        var operations = await actions[0].GetOperationsAsync(CancellationToken.None);
        var changed = (await operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!.GetTextAsync()).ToString();
        Assert.That(changed, Does.Contain(expected));
        Assert.That(PluginHarness.Problems(changed), Is.Empty);
    }
}
