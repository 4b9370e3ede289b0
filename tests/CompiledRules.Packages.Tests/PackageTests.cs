using System.IO.Compression;

namespace CompiledRules.Packages.Tests;

/// <summary>The packages of the libraries work in a project that has nothing but them.</summary>
[NonParallelizable]
public sealed class PackageTests
{
    private const string Rules = """
        using CompiledRules;

        public sealed record Reading(string Room, double Temperature);

        public static partial class Rules
        {
            [CompiledRule("SELECT Room, Temperature AS Celsius FROM readings WHERE Temperature > 30 AND endswith(Room, 'lab')")]
            public static partial IObservable<Hot> Hot(IObservable<Reading> readings);
        }
        """;

    private const string Program = """
        using System.Reactive.Subjects;

        using var readings = new Subject<Reading>();
        using var hot = Rules.Hot(readings).Subscribe(Console.WriteLine);
        foreach (var (room, temperature) in new[] { ("wetlab", 31.5), ("hall", 36), ("wetlab", 21) })
            readings.OnNext(new Reading(room, temperature));
        """;

    private readonly PackageFeed _feed = new();

    [OneTimeSetUp]
    public void Pack() => _feed.Pack();

    [OneTimeTearDown]
    public void Remove() => _feed.Dispose();

    [Test]
    public void Generators_come_with_all_that_the_compiler_and_the_editor_need() => Assert.That(
        EntriesOf("CompiledRules.Generators").Where(static entry => entry.StartsWith("analyzers/", StringComparison.Ordinal) || entry.StartsWith("build", StringComparison.Ordinal)),
        Is.EquivalentTo(new[]
        {
            "analyzers/dotnet/cs/CompiledRules.CodeFixes.dll",
            "analyzers/dotnet/cs/CompiledRules.Generators.dll",
            "analyzers/dotnet/cs/CompiledRules.Sql.dll",
            "analyzers/dotnet/cs/protobuf-net.Core.dll",
            "analyzers/dotnet/cs/protobuf-net.Reflection.dll",
            "buildTransitive/CompiledRules.Generators.props",
            "buildTransitive/CompiledRules.Generators.targets",
        }));

    [TestCase("CompiledRules.Runtime")]
    [TestCase("CompiledRules.Compiler")]
    [TestCase("CompiledRules.Extensions.Hosting")]
    public void Libraries_come_with_their_documentation(string name) => Assert.That(
        EntriesOf(name), Does.Contain($"lib/net10.0/{name}.dll").And.Contain($"lib/net10.0/{name}.xml"));

    [Test]
    public void Rules_are_compiled_with_an_application()
    {
        _feed.CreateApplication(["CompiledRules.Runtime", "CompiledRules.Functions", "CompiledRules.Generators"], ("Rules.cs", Rules), ("Program.cs", Program));

        var build = _feed.Build();
        Assert.That(build.Code, Is.Zero, build.Output);
        Assert.That(_feed.Run(), Is.EqualTo((0, "Hot { Room = wetlab, Celsius = 31.5 }\n")));

        _feed.CreateApplication(
            ["CompiledRules.Runtime", "CompiledRules.Functions", "CompiledRules.Generators"], ("Rules.cs", Rules.Replace("Temperature >", "Temprature >", StringComparison.Ordinal)));
        Assert.That(_feed.Build().Output, Does.Contain("Rules.cs(7,76): error CR2001").And.Contain("did you mean 'Temperature'?"));
    }

    [Test]
    public void Rules_are_compiled_while_an_application_runs()
    {
        _feed.CreateApplication(["CompiledRules.Compiler"], ("Rules.cs", "public sealed record Reading(string Room, double T);\n\npublic sealed record Hot(string Room, double Celsius);\n"), ("Program.cs", """
            using System.Reactive.Linq;
            using CompiledRules.Compiler;

            foreach (var backend in Enum.GetValues<RuleBackend>())
            {
                var rule = RuleCompiler.Compile<Reading, Hot>("SELECT upper(Room) AS Room, T AS Celsius FROM readings WHERE T > 30", backend: backend);
                Console.WriteLine(rule.AsOperator()(new[] { new Reading("lab", 31), new Reading("hall", 5) }.ToObservable()).Wait());
            }
            """));

        var build = _feed.Build();
        Assert.That(build.Code, Is.Zero, build.Output);
        Assert.That(_feed.Run(), Is.EqualTo((0, string.Concat(Enumerable.Repeat("Hot { Room = LAB, Celsius = 31 }\n", 3)))));
    }

    private IEnumerable<string> EntriesOf(string package)
    {
        using var archive = ZipFile.OpenRead(Path.Combine(_feed.Packages, package + ".0.1.0.nupkg"));
        return [.. archive.Entries.Select(static entry => entry.FullName)];
    }
}
