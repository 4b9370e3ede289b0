using CompiledRules.Sql.Diagnostics;

namespace CompiledRules.Generators.Tests.Help;

/// <summary>There is a page for each diagnostic, and it says what the catalogue says. <c>UPDATE_SNAPSHOTS=1</c> writes them.</summary>
public sealed class HelpPagesTests
{
    [OneTimeSetUp]
    public static void Write()
    {
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") != "1")
            return;

        Directory.CreateDirectory(HelpPages.Folder);
        foreach (var page in HelpPages.All)
            File.WriteAllText(FileOf(page.Id), HelpPages.Page(page));
        File.WriteAllText(FileOf("README"), HelpPages.Index());
    }

    [TestCaseSource(nameof(Descriptors))]
    public void Page_is_current(SqlDiagnosticDescriptor descriptor) => Assert.That(File.ReadAllText(FileOf(descriptor.Id)), Is.EqualTo(HelpPages.Page(descriptor)));

    [Test]
    public void Index_is_current() => Assert.That(File.ReadAllText(FileOf("README")), Is.EqualTo(HelpPages.Index()));

    [Test]
    public void No_page_is_left_of_something_that_is_gone() => Assert.That(
        Directory.EnumerateFiles(HelpPages.Folder).Select(Path.GetFileNameWithoutExtension), Is.EquivalentTo(HelpPages.All.Select(static page => page.Id).Append("README")));

    [Test]
    public void Ids_are_given_once() => Assert.That(HelpPages.All.Select(static descriptor => descriptor.Id), Is.Unique);

    [TestCaseSource(nameof(Examples))]
    public void Example_gives_what_it_is_for(string id) => Assert.That(HelpExample.All[id].WhatIsWrong.Select(static diagnostic => diagnostic.Id), Does.Contain(id));

    [TestCaseSource(nameof(Examples))]
    public void What_stands_instead_has_nothing_wrong(string id) => Assert.That(HelpExample.All[id].WhatIsLeft, Is.Empty);

    [Test]
    public void Every_error_of_a_statement_has_an_example()
    {
        // These depend on options, on the types of an application, or on more text than a page should hold.
        string[] without = ["CR1009", "CR1204", "CR1402", "CR1403", "CR1405", "CR1408", "CR2012", "CR2031", "CR2032", "CR2034", "CR2605", "CR3009", "CR3010", "CR3011", "CR3023", "CR3030", "CR3031", "CR3032", "CR4004", "CR4005", "CR4006"];
        var statements = HelpPages.All.Select(static page => page.Id).Where(static id => id[2] is '1' or '2' or '3' or '4' && !id.StartsWith("CR25", StringComparison.Ordinal) && !id.StartsWith("CR41", StringComparison.Ordinal));

        Assert.That(statements.Except(HelpExample.All.Keys), Is.EquivalentTo(without));
    }

    private static IEnumerable<TestCaseData> Descriptors() => HelpPages.All.Select(static descriptor => new TestCaseData(descriptor).SetArgDisplayNames(descriptor.Id));

    private static IEnumerable<string> Examples() => HelpExample.All.Keys;

    private static string FileOf(string id) => Path.Combine(HelpPages.Folder, id + ".md");
}
