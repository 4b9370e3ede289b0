using CompiledRules.Sql.Binding;
using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Text;

namespace CompiledRules.Sql.Tests.Binding;

/// <summary>Statements put together at random, always the same ones: whatever they mean, compiling ends, throws nothing and says why there is no plan.</summary>
public sealed class CompilationFuzzTests
{
    private const int Statements = 5_000;

    private static readonly string[] s_operands =
    [
        "a", "b", "c", "ok", "arr", "next", "next.name", "next->deep->x", "demo.a", "d.b", "other.h", "x", "y", "missing", "1", "2.5", "\"t\"", "true", "NULL", "ss",
        "arr[0]", "arr[1:2]", "meta(topic)", "count(*)", "collect(* EXCEPT(a))", "row_number()", "last_hit_count()", "last_agg_hit_time()", "window_start()", "unnest(arr)",
    ];

    private static readonly string[] s_calls = ["abs", "sin", "upper", "sum", "avg", "lag", "cast", "pairs", "hour", "myFunction", "nothing", "unnest", "concat"];

    private static readonly string[] s_operators = ["+", "-", "*", "/", "%", "&", "|", "^", "=", "!=", "<", ">=", "AND", "OR", "||", "LIKE", "IN"];

    private static readonly string[] s_sources =
    [
        "demo", "demo AS d", "free", "other", "kept", "asked", "nowhere", "(SELECT a, b AS x FROM demo) AS q", "(SELECT * FROM free) AS q", "common", "timed",
    ];

    private static readonly string[] s_windows =
    [
        "TUMBLINGWINDOW(ss, 1)", "COUNTWINDOW(5, 2)", "SLIDINGWINDOW(ss, 2, 1) OVER (WHEN a > 1)", "STATEWINDOW(a > 1, ok) OVER (PARTITION BY c)", "HOPPINGWINDOW(ss, 2, 1) FILTER (WHERE b > 1)",
    ];

    [Test]
    public void Compiling_ends_with_a_plan_or_a_reason()
    {
        var random = new Random(20_260_722);
        var planned = 0;
        for (var i = 0; i < Statements; i++)
        {
            var sql = Statement(random);
            var options = new RuleOptions(IsEventTime: random.Next(4) == 0);
            var compilation = Compilation.Compile(sql, TestCatalog.For(options), options);

            Assert.That(compilation.Plan is null, Is.EqualTo(compilation.HasErrors), sql);
            Assert.That(compilation.Diagnostics.All(diagnostic => new TextSpan(0, sql.Length).Contains(diagnostic.Span) && diagnostic.Message.Length > 0), Is.True, sql);
            if (compilation.Plan is not { } plan)
                continue;

            planned++;
            var expressions = plan.DescendantsAndSelf().SelectMany(PlanExpressions.Of).SelectMany(BoundTree.DescendantsAndSelf);
            Assert.That(expressions.OfType<BoundError>(), Is.Empty, sql);
            Assert.That(PlanPrinter.Print(plan), Is.Not.Empty, sql);
        }

        Assert.That(planned, Is.GreaterThan(Statements / 20), "too few statements reach a plan");
    }

    private static string Statement(Random random)
    {
        var columns = string.Join(", ", Enumerable.Range(0, random.Next(1, 4)).Select(_ => Column(random)));
        var sql = $"SELECT {(random.Next(9) == 0 ? "DISTINCT " : "")}{columns} FROM {Pick(random, s_sources)}";
        for (var joins = random.Next(-4, 3); joins > 0; joins--)
            sql += $" {Pick(random, "INNER", "LEFT", "RIGHT", "FULL")} JOIN {Pick(random, s_sources)} ON {Expression(random, 2)}";
        if (random.Next(3) == 0)
            sql += $" WHERE {Expression(random, 3)}";
        if (random.Next(2) == 0)
            sql += $" GROUP BY {Pick(random, s_windows)}" + (random.Next(2) == 0 ? $", {Expression(random, 1)}" : "");
        if (random.Next(6) == 0)
            sql += $" HAVING {Expression(random, 2)}";
        if (random.Next(6) == 0)
            sql += $" ORDER BY a, {Pick(random, "b", "x", "count(*)")} DESC";
        return random.Next(6) == 0 ? sql + " LIMIT 3" : sql;
    }

    private static string Column(Random random) => random.Next(8) switch
    {
        0 => "*",
        1 => "* EXCEPT(a) REPLACE(b * 2 AS b)",
        2 => "changed_cols(\"p_\", true, a, b)",
        3 => $"{Expression(random, 2)} AS {Pick(random, "x", "y", "a")}",
        4 => $"{Expression(random, 2)} AS {Pick(random, "x", "y", "z")} INVISIBLE",
        _ => Expression(random, 1),
    };

    private static string Expression(Random random, int depth)
    {
        if (depth == 0)
            return Pick(random, s_operands);

        return random.Next(9) switch
        {
            0 => $"{Pick(random, s_calls)}({Expression(random, depth - 1)})",
            1 => $"lag({Expression(random, depth - 1)}) OVER (PARTITION BY c WHEN {Expression(random, depth - 1)})",
            2 => $"CASE WHEN {Expression(random, depth - 1)} THEN {Expression(random, depth - 1)} ELSE {Expression(random, depth - 1)} END",
            3 => $"NOT ({Expression(random, depth - 1)})",
            4 => $"({Expression(random, depth - 1)}) BETWEEN 1 AND {Expression(random, depth - 1)}",
            5 => Pick(random, s_operands),
            _ => $"({Expression(random, depth - 1)}) {Pick(random, s_operators)} ({Expression(random, depth - 1)})",
        };
    }

    private static string Pick(Random random, params string[] items) => items[random.Next(items.Length)];
}
