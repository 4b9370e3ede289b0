using System.Runtime.CompilerServices;
using CompiledRules.Compiler.Catalogs;
using CompiledRules.Runtime.Rules;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Compiler.Tests;

/// <summary>What only rules of the C# compiler have: assemblies that go, lines of SQL, one body for equal plans.</summary>
public sealed class OptimizedBackendTests
{
    private static readonly Catalog s_catalog = new([new StreamSymbol("demo", StreamKind.Stream, [], true)], new FunctionTable(FunctionReader.BuiltIn));

    [Test]
    public void Typed_rule_gives_the_same() => Assert.That(Run(RuleBackend.Optimized), Is.EqualTo(Run(RuleBackend.Instant)));

    [Test]
    public void Rules_are_unloaded_with_their_last_reference()
    {
        var references = Enumerable.Range(0, 3).Select(CompileAndDrop).ToList();
        for (var i = 0; i < 20 && references.Exists(static reference => reference.IsAlive); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.That(references.Select(static reference => reference.IsAlive), Is.All.False);
    }

    [Test]
    public void Equal_plans_share_one_class()
    {
        var first = RuleCompiler.Compile<Point, Point>("SELECT X, Y FROM p WHERE X > 7", backend: RuleBackend.Optimized);
        var contexts = Contexts();
        var second = RuleCompiler.Compile<Point, Point>("SELECT X, Y FROM q WHERE X > 7", backend: RuleBackend.Optimized);

        Assert.That(Contexts(), Is.EqualTo(contexts));
        GC.KeepAlive((first, second));
    }

    [Test]
    public void Failing_row_names_the_line_of_the_sql()
    {
        var output = new Collected<Row>();
        var rule = RuleCompiler.Compile("SELECT a\nFROM demo\nWHERE a + a > 1", s_catalog, backend: RuleBackend.Optimized);
        var run = rule.Program.Start(new RuleStart("", TimeProvider.System, TimeZoneInfo.Utc, new KeyedState(), new Runtime.Time.RuleTimers(0), output));
        run.InputOf(0).OnNext([new Row([SqlValue.From("x")], 0)]);

        Assert.That(output.Errors.Single().Exception.StackTrace, Does.Contain("rule.sql:line 3"));
    }

    [Test]
    public void Type_that_is_not_public_is_an_error() => Assert.That(
        static () => RuleCompiler.Compile<Hidden, Hidden>("SELECT X FROM p", backend: RuleBackend.Optimized), Throws.TypeOf<RuleCompilationException>().With.Message.Contains("CR4004"));

    [Test]
    public void Many_rules_compile_together()
    {
        var rules = RuleCompiler.CompileAll([.. Enumerable.Range(0, 5).Select(static i => $"SELECT a + {i} AS b FROM demo WHERE a > {i}")], s_catalog);
        var results = rules.Select(static rule =>
        {
            var output = new Collected<Row>();
            rule.Program.Start(new RuleStart("", TimeProvider.System, TimeZoneInfo.Utc, new KeyedState(), new Runtime.Time.RuleTimers(0), output)).InputOf(0).OnNext([new Row([SqlValue.From(2L)], 0)]);
            return string.Join(' ', output.Rows.Select(static row => row.Slots[0].AsInteger()));
        });

        Assert.That(results, Is.EqualTo(["2", "3", "", "", ""]));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference CompileAndDrop(int number)
    {
        var rule = RuleCompiler.Compile<Point, Point>($"SELECT X + {number} AS X, Y FROM p WHERE Y > {number}", backend: RuleBackend.Optimized);
        var output = new Collected<Point>();
        rule.Start(output).OnNext([new Point(1, 100)]);
        Assert.That(output.Rows, Is.EqualTo([new Point(1 + number, 100)]));
        return new WeakReference(System.Runtime.Loader.AssemblyLoadContext.All.Last(static context => context.Name == "CompiledRules"));
    }

    private static int Contexts() => System.Runtime.Loader.AssemblyLoadContext.All.Count(static context => context.Name == "CompiledRules");

    private static string Run(RuleBackend backend)
    {
        var rule = RuleCompiler.Compile<Point, Point>("SELECT X * 2 AS X, CASE WHEN X > 2 THEN Y ELSE Y / 2 END AS Y FROM p WHERE Y BETWEEN 1 AND 100 OR X IN (5, 6)", backend: backend);
        var output = new Collected<Point>();
        rule.Start(output).OnNext(Enumerable.Range(0, 10).Select(static i => new Point(i, i * 30)).ToArray());
        return string.Join(' ', output.Rows);
    }

    public readonly record struct Point(long X, double Y);

    private sealed record Hidden(long X);
}
