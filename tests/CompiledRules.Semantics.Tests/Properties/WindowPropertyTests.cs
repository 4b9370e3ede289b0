using CompiledRules.Compiler;
using CompiledRules.Compiler.Catalogs;
using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Scripts;
using CompiledRules.Sql.Symbols;
using CompiledRules.Testing;
using CompiledRules.Testing.Cases;

namespace CompiledRules.Semantics.Tests.Properties;

/// <summary>Random grouped queries over random rows, against a reference that sorts, slices and evaluates; also stopped and restored on the way.</summary>
[TestFixture]
public sealed class WindowPropertyTests
{
    private const int Queries = 40;
    private const int Tolerance = 700;

    private static readonly Catalog s_functions = new([], new FunctionTable(FunctionReader.BuiltIn));

    [Test]
    public void Processing_time(
        [Values("tumbling", "hopping", "sliding", "count", "session")] string kind, [Values("", "k STRING, v BIGINT, ts BIGINT")] string columns)
    {
        var random = new Random(kind.Length + columns.Length);
        var windows = 0;
        for (var i = 0; i < Queries; i++)
        {
            var query = GroupedQuery.Make(random, kind);
            var rows = Sample.Make(random, 40, 0);
            var end = rows[^1].Arrival + random.Next(0, 4000);
            var restarts = Enumerable.Range(0, 3).Select(_ => random.Next(rows.Count)).ToHashSet();

            var expected = new NaiveEvaluator(query, false, end).Evaluate(rows);
            windows += expected.Count;

            Verify(query, rows, expected, columns, RuleOptions.Default, end, restarts);
        }

        Assert.That(windows, Is.GreaterThan(Queries), "too few windows to prove anything");
    }

    [Test]
    public void Event_time([Values("tumbling", "hopping", "sliding", "count", "session")] string kind, [Values("", "k STRING, v BIGINT, ts BIGINT")] string columns)
    {
        var random = new Random(100 + kind.Length + columns.Length);
        var windows = 0;
        for (var i = 0; i < Queries; i++)
        {
            var query = GroupedQuery.Make(random, kind);
            var rows = Sample.Make(random, 40, 1200);
            var (released, watermark) = Released(rows);
            var restarts = Enumerable.Range(0, 3).Select(_ => random.Next(rows.Count)).ToHashSet();
            var options = RuleOptions.Default with { IsEventTime = true, LateTolerance = Tolerance };

            var expected = new NaiveEvaluator(query, true, watermark).Evaluate(released);
            windows += expected.Count;

            Verify(query, rows, expected, columns, options, 0, restarts);
        }

        Assert.That(windows, Is.GreaterThan(Queries), "too few windows to prove anything");
    }

    // Late is what comes before the watermark of its arrival; what lies behind the last watermark stays inside.
    private static (IReadOnlyList<Sample> Rows, long Watermark) Released(IReadOnlyList<Sample> rows)
    {
        var accepted = new List<Sample>();
        var (greatest, watermark) = (long.MinValue, long.MinValue);
        foreach (var row in rows)
        {
            greatest = Math.Max(greatest, row.Time);
            if (row.Time >= watermark)
                accepted.Add(row);
            watermark = Math.Max(watermark, greatest - Tolerance);
        }

        return ([.. accepted.Where(row => row.Time <= watermark).OrderBy(static row => row.Time)], watermark);
    }

    private static void Verify(
        GroupedQuery query, IReadOnlyList<Sample> rows, IReadOnlyList<string> expected, string columns, RuleOptions options, long end, HashSet<int> restarts)
    {
        var streams = ScriptCompilation.Compile($"CREATE STREAM demo ({columns}) WITH (DATASOURCE=\"demo\", FORMAT=\"json\", TIMESTAMP=\"ts\");", s_functions).Streams;
        var rule = RuleCompiler.Compile(query.Sql, new Catalog(streams, new FunctionTable(FunctionReader.BuiltIn)), options);

        foreach (var stops in (HashSet<int>[])[[], restarts])
        {
            var driver = new RuleDriver(rule.Program, [.. streams]);
            for (var i = 0; i < rows.Count; i++)
            {
                if (!options.IsEventTime)
                    driver.AdvanceTo(rows[i].Arrival);
                driver.Send("demo", rows[i].ToObject());
                if (stops.Contains(i))
                    driver.Restart();
            }

            driver.AdvanceTo(end);
            var actual = driver.Emissions.Select(emission => $"@{(options.IsEventTime ? EndOf(emission) : emission.Time)} {CaseText.Of(emission, sorted: true)}");
            Assert.That(actual, Is.EqualTo(expected), $"{query.Sql}\nrestored after {string.Join(", ", stops)}\n{string.Join("\n", rows)}");
        }
    }

    private static long EndOf(Emission emission) => emission is CollectionEmission { Rows: [var row, ..] } ? row["e"].AsInteger() : -1;
}
