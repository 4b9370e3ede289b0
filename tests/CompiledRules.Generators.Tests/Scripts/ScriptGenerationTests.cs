using Microsoft.CodeAnalysis;

namespace CompiledRules.Generators.Tests.Scripts;

/// <summary>What is made of <c>.sql</c> files.</summary>
public sealed class ScriptGenerationTests
{
    private const string Streams = """
        CREATE STREAM readings (room STRING, celsius FLOAT, at DATETIME) WITH (DATASOURCE="readings", TIMESTAMP="at");
        CREATE SINK alerts () WITH (TYPE="log");

        """;

    [Test]
    public void Rule_over_declared_columns() => Snapshot.Match(ScriptHarness.Generate(Streams + """
        CREATE RULE hot INTO alerts WITH (isEventTime=TRUE, lateTolerance="2s") AS
            SELECT room, max(celsius) AS hottest FROM readings GROUP BY room, TUMBLINGWINDOW(ss, 10);
        """));

    [Test]
    public void Rule_over_a_stream_without_columns_has_no_typed_method() => Snapshot.Match(ScriptHarness.Generate("""
        CREATE STREAM anything () WITH (DATASOURCE="x");
        CREATE SINK alerts () WITH (TYPE="log");
        CREATE RULE copies INTO alerts AS SELECT *, size + 1 AS next FROM anything;
        """));

    [TestCase("CREATE RULE hot INTO alerts AS SELECT rom FROM readings;", "CR2", "rom")]
    [TestCase("CREATE RULE hot INTO alerts AS\n  SELECT room FROM readings\n  WHERE celcius > 3;", "CR2", "celcius")]
    [TestCase("CREATE RULE hot INTO alarms AS SELECT room FROM readings;", "CR", "alarms")]
    [TestCase("SELECT room FROM readings;", "CR0006", "SELECT room FROM readings")]
    public void Problem_is_shown_at_its_place_in_the_file(string statement, string id, string marked)
    {
        var sql = Streams.Replace(", TIMESTAMP=\"at\"", "", StringComparison.Ordinal) + statement;
        var problem = ScriptHarness.Diagnostics(sql).Single(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

        Assert.That(problem.Id, Does.StartWith(id), problem.ToString());
        Assert.That(sql.Substring(problem.Location.SourceSpan.Start, problem.Location.SourceSpan.Length), Is.EqualTo(marked));
        var place = problem.Location.GetLineSpan();
        var lines = Microsoft.CodeAnalysis.Text.SourceText.From(sql).Lines;
        Assert.That((place.Path, place.Span), Is.EqualTo((ScriptHarness.Path, lines.GetLinePositionSpan(problem.Location.SourceSpan))));
    }

    [TestCase("class Other { int edited; }", StepNames.CompileScripts, false)]
    [TestCase("class Other { int edited; }", StepNames.EmitScript, false)]
    [TestCase("public static class F { [CompiledRules.SqlFunction(\"f\")] public static long F1(long x) => x; }", StepNames.CompileScripts, true)]
    public void Script_is_compiled_again_only_where_it_must(string other, string step, bool isAgain)
    {
        var before = GeneratorHarness.Compilation("class Other;");
        var driver = ScriptHarness.Driver(new ScriptHarness.Script(Streams + "CREATE RULE hot INTO alerts AS SELECT room FROM readings;"), trackSteps: true).RunGenerators(before);
        var after = before.ReplaceSyntaxTree(before.SyntaxTrees[0], Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree.ParseText(other, GeneratorHarness.ParseOptions, "Source0.cs"));
        var reasons = driver.RunGenerators(after).GetRunResult().Results.Single().TrackedSteps[step].SelectMany(static run => run.Outputs).Select(static output => output.Reason);

        // A function that no rule calls changes what is compiled, not what comes of it.
        Assert.That(reasons.All(static reason => reason == IncrementalStepRunReason.Cached), Is.EqualTo(!isAgain));
        Assert.That(reasons, Has.None.EqualTo(IncrementalStepRunReason.Modified));
    }
}
