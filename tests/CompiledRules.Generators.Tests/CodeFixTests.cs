using CompiledRules.CodeFixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace CompiledRules.Generators.Tests;

/// <summary>What an editor offers for the errors of a rule, and what comes of it.</summary>
public sealed class CodeFixTests
{
    [TestCase("SELECT Rom AS Room, Celsius FROM readings", "Change 'Rom' to 'Room'", "SELECT Room AS Room, Celsius FROM readings")]
    [TestCase("SELECT readings.Rom AS Room, Celsius FROM readings", "Change 'Rom' to 'Room'", "SELECT readings.Room AS Room, Celsius FROM readings")]
    [TestCase("SELECT Room, Celsius FROM reading", "Change 'reading' to 'readings'", "SELECT Room, Celsius FROM readings")]
    [TestCase("SELECT Room, Celsius FROM readings WHERE reading.Celsius > 30", "Change 'reading' to 'readings'", "SELECT Room, Celsius FROM readings WHERE readings.Celsius > 30")]
    [TestCase("SELECT uper(Room) AS Room, Celsius FROM readings", "Change 'uper' to 'upper'", "SELECT upper(Room) AS Room, Celsius FROM readings")]
    [TestCase("SELECT Room, Celsius FROM readings WHERE Note != NULL", "Write IS NOT NULL", "SELECT Room, Celsius FROM readings WHERE Note IS NOT NULL")]
    [TestCase("SELECT Room, Celsius FROM readings WHERE Level = NULL AND Celsius > 1", "Write IS NULL", "SELECT Room, Celsius FROM readings WHERE Level IS NULL AND Celsius > 1")]
    [TestCase("SELECT Room, max(Celsius) AS Celsius FROM readings GROUP BY Room", "Add TUMBLINGWINDOW(ss, 10)", "SELECT Room, max(Celsius) AS Celsius FROM readings GROUP BY Room, TUMBLINGWINDOW(ss, 10)")]
    public async Task Sql_is_changed_in_its_literal(string sql, string title, string expected)
    {
        var source = GeneratorHarness.Rule(sql);
        var diagnostic = GeneratorHarness.Diagnostics(source).Single();

        var changed = await ApplyAsync(source, diagnostic, title);

        Assert.That(changed, Is.EqualTo(GeneratorHarness.Rule(expected)));
    }

    [Test]
    public async Task Member_is_added_to_a_record()
    {
        var source = GeneratorHarness.Rule("SELECT Room, Celsius, Sequence * 2 AS Twice FROM readings");
        var diagnostic = GeneratorHarness.Diagnostics(source).Single();

        var changed = await ApplyAsync(source, diagnostic, "Add 'Twice' to 'Hot'");

        Assert.That(changed, Does.Match(@"record Hot\(string Room, double Celsius\)\s*\{\s*public long Twice \{ get; init; \}\s*\}"));
        Assert.That(GeneratorHarness.Diagnostics(changed), Is.Empty);
    }

    [Test]
    public async Task Member_is_added_to_a_class()
    {
        const string Output = "public sealed class Warm\n{\n    public string? Room { get; set; }\n}\n";
        var source = GeneratorHarness.Rule("SELECT Room, Level FROM readings", "Warm") + Output;
        var diagnostic = GeneratorHarness.Diagnostics(source).Single();

        var changed = await ApplyAsync(source, diagnostic, "Add 'Level' to 'Warm'");

        Assert.That(changed, Does.Contain("    public long? Level { get; init; }\n}"));
        Assert.That(GeneratorHarness.Diagnostics(changed), Is.Empty);
    }

    [Test]
    public void Nothing_is_offered_where_nothing_is_known()
    {
        var source = GeneratorHarness.Rule("SELECT Zzzzz AS Room, Celsius FROM readings");

        Assert.That(async () => (await OffersAsync(source, GeneratorHarness.Diagnostics(source).Single())).Actions, Is.Empty);
    }

    [Test]
    public void Every_problem_leads_to_its_page() => Assert.That(
        GeneratorHarness.Diagnostics(GeneratorHarness.Rule("SELECT Zzzzz AS Room, Celsius FROM readings")).Single().Descriptor.HelpLinkUri, Does.EndWith("#cr2001"));

    private static async Task<string> ApplyAsync(string source, Diagnostic diagnostic, string title)
    {
        var (document, actions) = await OffersAsync(source, diagnostic);
        Assert.That(actions.Select(static action => action.Title), Is.EqualTo([title]));
        var operations = await actions[0].GetOperationsAsync(CancellationToken.None);
        var solution = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
        return (await solution.GetDocument(document.Id)!.GetTextAsync()).ToString();
    }

    private static async Task<(Document Document, List<CodeAction> Actions)> OffersAsync(string source, Diagnostic diagnostic)
    {
        var workspace = new AdhocWorkspace();
        var compilation = GeneratorHarness.Compilation();
        var project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Default, "Plant", "Plant", LanguageNames.CSharp, parseOptions: GeneratorHarness.ParseOptions, metadataReferences: compilation.References));
        var document = workspace.AddDocument(project.Id, "Source0.cs", Microsoft.CodeAnalysis.Text.SourceText.From(source));
        var actions = new List<CodeAction>();
        await new RuleCodeFixProvider().RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        return (document, actions);
    }
}
