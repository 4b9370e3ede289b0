using System.Runtime.CompilerServices;
using CompiledRules.Compiler;
using CompiledRules.Testing.Cases;

namespace CompiledRules.Semantics.Tests;

/// <summary>What statements mean, one sentence a case. <c>UPDATE_CASES=1</c> writes what came out into the files, for <c>git diff</c>.</summary>
[TestFixture]
public sealed class SemanticsTests
{
    private static readonly CaseRunner s_runner = new();
    private static readonly CaseRunner s_optimized = new(backend: RuleBackend.Optimized);

    [TestCaseSource(nameof(Cases))]
    public void Case(RuleCase item)
    {
        var result = s_runner.Run(item);

        Assert.That(result.Failure, Is.Null, $"{item.Path}({item.Line}): {item}\n{result.Failure}");
    }

    [TestCaseSource(nameof(Cases))]
    public void Case_is_the_same_when_optimized(RuleCase item) => Assert.That(s_optimized.Run(item).Failure, Is.Null);

    [TestCaseSource(nameof(Cases))]
    public void Case_is_the_same_when_it_changes_over_to_its_optimized_form(RuleCase item)
    {
        var failures = Enumerable.Range(1, Math.Max(1, item.Steps.Length - 1))
            .Select(rows => new CaseRunner(backend: RuleBackend.Tiered, tiering: new TieringOptions { HotFrom = rows, Scheduler = new InPlaceScheduler() }).Run(item).Failure);

        Assert.That(failures, Is.All.Null);
    }

    [TestCaseSource(nameof(Cases))]
    public void Case_goes_on_from_its_state(RuleCase item)
    {
        var restarts = Enumerable.Range(1, Math.Max(0, item.Steps.Length - 1)).Select(step => item with { Steps = item.Steps.Insert(step, new RestartStep(null)) });

        Assert.That(restarts.Select(restarted => s_runner.Run(restarted).Failure), Is.All.Null);
    }

    [Test]
    public void Files_are_filled_in_when_asked()
    {
        if (Environment.GetEnvironmentVariable("UPDATE_CASES") != "1")
            Assert.Ignore("UPDATE_CASES=1 writes what came out into the files");

        foreach (var file in Files())
            File.WriteAllText(file.Path, CaseRewriter.FillIn(file, s_runner.Run(file)));
    }

    private static IEnumerable<TestCaseData> Cases()
    {
        foreach (var file in Files())
        {
            var name = Path.GetRelativePath(Folder(), Path.ChangeExtension(file.Path, null));
            foreach (var item in file.Cases)
                yield return new TestCaseData(item).SetArgDisplayNames($"{name}: {item}");
        }
    }

    private static IEnumerable<CaseFile> Files() =>
        Directory.EnumerateFiles(Folder(), "*.case", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(CaseFile.Read);

    private static string Folder([CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "cases");
}
