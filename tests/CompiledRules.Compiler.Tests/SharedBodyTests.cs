using System.Globalization;
using CompiledRules.Compiler.Catalogs;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Compiler.Tests;

/// <summary>Rules that differ in constants only run the same code, each with its own constants.</summary>
[TestFixture(RuleBackend.Instant)]
[TestFixture(RuleBackend.Optimized)]
public sealed class SharedBodyTests(RuleBackend backend)
{
    private static readonly Catalog s_catalog = new([new StreamSymbol("demo", StreamKind.Stream, [], true)], new FunctionTable(FunctionReader.BuiltIn));

    [Test]
    public void Each_rule_has_its_own_numbers()
    {
        var rules = Enumerable.Range(0, 20).Select(i => Open($"SELECT a * {i} + 0.5 AS b FROM demo WHERE a > {i} AND a != {i}.25")).ToList();

        Assert.That(rules.Select(static rule => Run(rule, "{\"a\": 10}")), Is.EqualTo(Enumerable.Range(0, 20).Select(static i => i < 10 ? $"{{b:{(i * 10 + 0.5).ToString(CultureInfo.InvariantCulture)}}}" : "")));
    }

    [Test]
    public void Each_rule_has_its_own_texts_and_patterns()
    {
        var rules = new[] { "x", "y" }.Select(letter => Open($"SELECT concat(s, '{letter}') AS t FROM demo WHERE s LIKE '{letter}%' OR s = 'both'")).ToList();

        Assert.That(rules.Select(static rule => Run(rule, "{\"s\": \"xa\"}", "{\"s\": \"ya\"}", "{\"s\": \"both\"}")), Is.EqualTo(["{t:xax} {t:bothx}", "{t:yay} {t:bothy}"]));
    }

    [Test]
    public void Each_rule_has_its_own_constants_in_its_groups()
    {
        var rules = Enumerable.Range(1, 3).Select(i => Open($"SELECT a % {i} AS k, sum(a + {i}) AS s FROM demo GROUP BY a % {i}, COUNTWINDOW(4) HAVING sum(a) > {i}")).ToList();

        Assert.That(
            rules.Select(static rule => Run(rule, "{\"a\": 1}", "{\"a\": 2}", "{\"a\": 3}", "{\"a\": 4}")),
            Is.EqualTo(["[{k:0,s:14}]", "[{k:1,s:8},{k:0,s:10}]", "[{k:1,s:11}]"]));
    }

    [Test]
    public void Each_rule_reports_errors_with_its_own_text()
    {
        var rules = new[] { "1", "22" }.Select(number => Open($"SELECT a FROM demo WHERE a > {number}")).ToList();

        rules.ForEach(static rule => rule.Send("{\"a\": \"x\"}"));

        Assert.That(rules.Select(static rule => rule.Errors.Single().Expression), Is.EqualTo(["a > 1", "a > 22"]));
    }

    [Test]
    public void Null_and_booleans_stay_in_the_code()
    {
        Assert.That(Run(Open("SELECT CASE WHEN a = 1 THEN NULL ELSE TRUE END AS b FROM demo"), "{\"a\": 1}", "{\"a\": 2}"), Is.EqualTo("{} {b:true}"));
        Assert.That(Run(Open("SELECT CASE WHEN a = 2 THEN TRUE ELSE FALSE END AS b FROM demo"), "{\"a\": 1}", "{\"a\": 2}"), Is.EqualTo("{b:false} {b:true}"));
    }

    [Test]
    public void A_long_list_of_constants_is_code()
    {
        var list = string.Join(", ", Enumerable.Range(0, 100));

        Assert.That(Run(Open($"SELECT a FROM demo WHERE a IN ({list})"), "{\"a\": 99}", "{\"a\": 100}"), Is.EqualTo("{a:99}"));
    }

    [Test]
    public void A_rule_that_shares_its_code_takes_less_than_a_kilobyte()
    {
        const int Rules = 500;
        var programs = new object[Rules + 1];
        programs[Rules] = RuleCompiler.Compile("SELECT a * 2 AS b FROM demo WHERE a > -1", s_catalog, backend: backend).Program;

        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Rules; i++)
            programs[i] = RuleCompiler.Compile($"SELECT a * {i} AS b FROM demo WHERE a > {i}", s_catalog, backend: backend).Program;

        Assert.That((GC.GetTotalMemory(forceFullCollection: true) - before) / Rules, Is.LessThan(1024));
        GC.KeepAlive(programs);
    }

    private static string Run(RuleHarness rule, params string[] rows)
    {
        foreach (var row in rows)
            rule.Send(row);
        return rule.Results;
    }

    private RuleHarness Open(string sql) => new(sql, backend: backend);
}
