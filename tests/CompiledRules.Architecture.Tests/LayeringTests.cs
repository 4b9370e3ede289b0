using System.Reflection;
using System.Xml.Linq;

namespace CompiledRules.Architecture.Tests;

/// <summary>Holds the directions in which projects may reference each other.</summary>
[TestFixture]
public sealed class LayeringTests
{
    private const string Prefix = "CompiledRules.";

    /// <summary>Every project under <c>src</c> and <c>generators</c> and what it may reference, without the common prefix.</summary>
    private static readonly Dictionary<string, string[]> s_allowed = new()
    {
        ["Sql"] = [],
        ["Abstractions"] = [],
        ["Runtime"] = ["Abstractions"],
        ["Functions"] = ["Abstractions"],
        ["Formats"] = ["Abstractions"],
        ["Compiler"] = ["Sql", "Abstractions", "Runtime", "Functions", "Formats"],
        ["Broker"] = [],
        ["Connectors"] = ["Abstractions", "Formats", "Runtime"],
        ["Connectors.Mqtt"] = ["Abstractions", "Formats", "Connectors"],
        ["Connectors.Sql"] = ["Abstractions", "Formats", "Connectors"],
        ["Connectors.Redis"] = ["Abstractions", "Formats", "Connectors"],
        ["Connectors.Kafka"] = ["Abstractions", "Formats", "Connectors"],
        ["Connectors.ZeroMq"] = ["Abstractions", "Formats", "Connectors"],
        ["Connectors.Web"] = ["Abstractions", "Formats", "Connectors"],
        ["Hosting"] = ["Abstractions", "Runtime", "Formats", "Connectors"],
        ["Extensions.Hosting"] = ["Sql", "Abstractions", "Runtime", "Functions", "Formats", "Compiler", "Connectors", "Hosting"],
        ["Extensions.BuiltRules"] = ["Abstractions", "Runtime", "Formats", "Connectors", "Hosting"],
        ["Native"] = ["Abstractions"],
        ["Portable"] = ["Abstractions", "Formats", "Portable.Sdk"],
        ["Portable.Sdk"] = ["Abstractions"],
        ["Formats.Protobuf"] = ["Abstractions", "Formats"],
        ["External"] = ["Abstractions", "Formats", "Formats.Protobuf"],
        ["Templates"] = [],
        ["Testing"] = ["Sql", "Abstractions", "Runtime", "Functions", "Formats", "Compiler"],
        ["Server"] = ["*"],
        ["Cli"] = ["*"],
        ["Generators"] = ["Sql", "CodeFixes"],
        ["CodeFixes"] = [],
    };

    private static IEnumerable<string> Projects() =>
        new[] { "src", "generators" }
            .Select(static folder => Path.Combine(Root, folder))
            .Where(Directory.Exists)
            .SelectMany(static folder => Directory.EnumerateFiles(folder, "*.csproj", SearchOption.AllDirectories))
            .Where(static path => Path.GetFileNameWithoutExtension(path).StartsWith(Prefix, StringComparison.Ordinal))
            .Select(static path => Path.GetRelativePath(Root, path));

    private static string Root { get; } = FindRoot();

    [TestCaseSource(nameof(Projects))]
    public void References_only_what_its_layer_may(string project)
    {
        var name = Path.GetFileNameWithoutExtension(project)[Prefix.Length..];
        Assert.That(s_allowed, Does.ContainKey(name), "a new project states its layer in this test and in src/README.md");

        var references = ReferencesOf(project, "ProjectReference").Select(static path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'))[Prefix.Length..]);

        if (s_allowed[name] is not ["*"])
            Assert.That(references, Is.SubsetOf(s_allowed[name]));
    }

    [TestCaseSource(nameof(Projects))]
    public void Only_the_compiler_and_the_generators_reference_Roslyn(string project)
    {
        var packages = ReferencesOf(project, "PackageReference").Where(static package => package.StartsWith("Microsoft.CodeAnalysis.C", StringComparison.Ordinal));

        Assert.That(packages.Any() && !project.Contains("CompiledRules.Compiler", StringComparison.Ordinal) && !project.StartsWith("generators", StringComparison.Ordinal), Is.False);
    }

    [TestCaseSource(nameof(Projects))]
    public void Is_not_named_for_leftovers(string project) =>
        Assert.That(project, Does.Not.Match(@"\.(Common|Utils?|Helpers?|Core|Shared)\b"));

    [Test]
    public void The_front_end_needs_nothing_that_a_C_sharp_compiler_does_not_load() =>
        Assert.That(
            ReferencesOf(Path.Combine("src", "CompiledRules.Sql", "CompiledRules.Sql.csproj"), "PackageReference"),
            Is.SubsetOf(new[] { "PolySharp", "System.Collections.Immutable", "Microsoft.CodeAnalysis.BannedApiAnalyzers" }));

    private static IEnumerable<string> ReferencesOf(string project, string kind) =>
        XDocument.Load(Path.Combine(Root, project)).Descendants(kind)
            .Where(static reference => (string?)reference.Attribute("OutputItemType") != "Analyzer")
            .Select(static reference => (string)reference.Attribute("Include")!);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location)!);
        while (!File.Exists(Path.Combine(folder.FullName, "CompiledRules.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("CompiledRules.sln stands in none of the folders above the test assembly");
        return folder.FullName;
    }
}
