using System.Reflection;
using CompiledRules.Sql.Diagnostics;
using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Tests.Binding;

namespace CompiledRules.Sql.Tests.Diagnostics;

/// <summary>Every way in which a statement can be wrong beyond its syntax. <c>[|…|]</c> marks what the diagnostic points at.</summary>
public sealed class StatementDiagnosticsTests
{
    private static readonly RuleOptions s_eventTime = new(IsEventTime: true);

    // These depend on an option of the rule, and have tests of their own below.
    private static readonly string[] s_ofOptions = ["CR3009", "CR3010", "CR3011", "CR3031"];

    [TestCase("CR2001", "SELECT [|missing|] FROM demo")]
    [TestCase("CR2001", "SELECT demo.a, [|demo.missing|] FROM demo")]
    [TestCase("CR2001", "SELECT lag([|x|]) AS x FROM demo")]
    [TestCase("CR2001", "SELECT free.x FROM free INNER JOIN kept ON free.id = [|kept.missing|]")]
    [TestCase("CR2001", "SELECT a FROM demo GROUP BY TUMBLINGWINDOW(ss, 1), [|zz|]")]
    [TestCase("CR2001", "SELECT a FROM demo GROUP BY TUMBLINGWINDOW(ss, 1) FILTER (WHERE [|zz|] > 1)")]
    [TestCase("CR2001", "SELECT a FROM demo ORDER BY [|zz|]")]
    [TestCase("CR2002", "SELECT [|missing|] FROM demo INNER JOIN other ON demo.a = other.a GROUP BY TUMBLINGWINDOW(ss, 1)")]
    [TestCase("CR2003", "SELECT [|a + c|] FROM demo")]
    [TestCase("CR2003", "SELECT a FROM demo WHERE [|c > 1|]")]
    [TestCase("CR2003", "SELECT a FROM demo WHERE [|ok > true|]")]
    [TestCase("CR2003", "SELECT a FROM demo WHERE a BETWEEN 1 AND [|\"z\"|]")]
    [TestCase("CR2003", "SELECT a FROM demo WHERE a IN (1, [|\"z\"|])")]
    [TestCase("CR2003", "SELECT a FROM demo WHERE [|c IN arr|]")]
    [TestCase("CR2003", "SELECT a FROM demo WHERE [|arr = 1|]")]
    [TestCase("CR2003", "SELECT a FROM demo WHERE [|a AND ok|]")]
    [TestCase("CR2003", "SELECT [|b & 1|] FROM demo")]
    [TestCase("CR2003", "SELECT CASE a WHEN [|\"x\"|] THEN 1 END FROM demo")]
    [TestCase("CR2003", "SELECT t FROM timed WHERE [|\"x\" + 1|] > 1")]
    [TestCase("CR2004", "SELECT [|a|] FROM demo INNER JOIN other ON demo.ts = other.ts GROUP BY TUMBLINGWINDOW(ss, 1)")]
    [TestCase("CR2005", "SELECT a FROM [|dem|]")]
    [TestCase("CR2005", "SELECT x.a FROM demo AS d INNER JOIN [|nowhere|] AS x ON d.a = x.a GROUP BY COUNTWINDOW(2)")]
    [TestCase("CR2006", "SELECT a FROM demo WHERE [|dmo.a|] > 1")]
    [TestCase("CR2006", "SELECT [|x.*|] FROM demo")]
    [TestCase("CR2007", "SELECT c FROM demo INNER JOIN [|demo|] ON a = 1 GROUP BY TUMBLINGWINDOW(ss, 1)", "CR2004 CR2007 CR2004")]
    [TestCase("CR2008", "SELECT [|sine|](b) FROM demo")]
    [TestCase("CR2008", "SELECT [|myfunction|](b) FROM demo")]
    [TestCase("CR2009", "SELECT [|sin()|] FROM demo")]
    [TestCase("CR2009", "SELECT [|sin(1, 2)|] FROM demo")]
    [TestCase("CR2009", "SELECT [|concat()|] FROM demo")]
    [TestCase("CR2009", "SELECT [|last_hit_count(1)|] FROM demo")]
    [TestCase("CR2009", "SELECT [|changed_cols(\"p\", true)|] FROM demo")]
    [TestCase("CR2010", "SELECT sin([|true|]) FROM demo")]
    [TestCase("CR2010", "SELECT sin([|c|]) FROM demo")]
    [TestCase("CR2010", "SELECT sin([|ss|]) FROM demo")]
    [TestCase("CR2010", "SELECT upper([|1|]) FROM demo")]
    [TestCase("CR2010", "SELECT concat(c, \"x\", [|true|]) FROM demo")]
    [TestCase("CR2010", "SELECT bitnot([|1.5|]) FROM demo")]
    [TestCase("CR2010", "SELECT hour([|1|]) FROM demo")]
    [TestCase("CR2010", "SELECT had_changed([|20|], a) FROM demo")]
    [TestCase("CR2010", "SELECT changed_cols(\"p\", [|\"q\"|], a) FROM demo")]
    [TestCase("CR2011", "SELECT lag(a, [|b|]) FROM demo")]
    [TestCase("CR2011", "SELECT lpad(c, [|a|]) FROM demo")]
    [TestCase("CR2012", "SELECT [|swap(a, b)|] FROM demo")]
    [TestCase("CR2012", "SELECT [|swap(\"x\", \"y\")|] FROM demo")]
    [TestCase("CR2013", "SELECT a + 1 AS x, y + 1 AS z, [|z|] + 1 AS y FROM demo")]
    [TestCase("CR2014", "SELECT a AS x, b AS [|x|] FROM demo")]
    [TestCase("CR2015", "SELECT a, [|b AS a|] FROM demo")]
    [TestCase("CR2015", "SELECT count(*), [|count(*)|] FROM demo")]
    [TestCase("CR2015", "SELECT demo.ts, [|other.ts|] FROM demo INNER JOIN other ON demo.a = other.a GROUP BY TUMBLINGWINDOW(ss, 1)")]
    [TestCase("CR2016", "SELECT [|-c|] FROM demo")]
    [TestCase("CR2016", "SELECT a FROM demo WHERE [|NOT a|]")]
    [TestCase("CR2017", "SELECT a FROM demo WHERE [|a + 1|]")]
    [TestCase("CR2017", "SELECT demo.a FROM demo INNER JOIN other ON [|demo.a|] GROUP BY TUMBLINGWINDOW(ss, 1)")]
    [TestCase("CR2018", "SELECT [|c->x|] FROM demo")]
    [TestCase("CR2020", "SELECT [|c|][0] FROM demo")]
    [TestCase("CR2021", "SELECT arr[[|\"0\"|]] FROM demo")]
    [TestCase("CR2022", "SELECT arr[[|2:1|]] FROM demo")]
    [TestCase("CR2023", "SELECT a FROM demo WHERE a IN [|b|]")]
    [TestCase("CR2024", "SELECT a FROM demo WHERE [|a|] LIKE \"x%\"")]
    [TestCase("CR2025", "SELECT a FROM demo WHERE [|demo.*|] > 1")]
    [TestCase("CR2026", "SELECT avg(a) [|OVER (PARTITION BY b)|] FROM demo")]
    [TestCase("CR2027", "SELECT meta([|\"topic\"|]) FROM demo")]
    [TestCase("CR2027", "SELECT mqtt([|\"topic\"|]) FROM demo")]
    [TestCase("CR2029", "SELECT CASE WHEN [|a|] THEN 1 END FROM demo")]
    [TestCase("CR2030", "WITH x AS (SELECT a FROM demo), [|x|] AS (SELECT b FROM demo) SELECT a FROM x")]
    [TestCase("CR2031", "SELECT [|pairs(\"k\", 1, \"l\")|] FROM demo")]
    [TestCase("CR2032", "SELECT cast(a, [|\"bool\"|]) FROM demo")]
    [TestCase("CR2032", "SELECT lag(a, [|-1|]) FROM demo")]
    [TestCase("CR2032", "SELECT between_of(3, [|2|]) FROM demo")]
    [TestCase("CR2034", "SELECT [|ask()|] FROM demo")]
    [TestCase("CR2034", "SELECT a + [|ask(c)|] FROM demo")]
    [TestCase("CR4005", "SELECT demo.a FROM demo LEFT JOIN other ON demo.a = other.a AND [|ask(demo.a + other.a)|] > 1 GROUP BY COUNTWINDOW(2)")]
    [TestCase("CR4005", "SELECT demo.a FROM demo INNER JOIN kept ON [|ask(kept.id)|] = demo.a")]
    [TestCase("CR3001", "SELECT a FROM demo GROUP BY TUMBLINGWINDOW(ss, 1), [|count(a) > 1|]")]
    [TestCase("CR3002", "SELECT count(*) FROM demo HAVING sin([|b|]) > 0.3")]
    [TestCase("CR3002", "SELECT count(*) AS c, a AS x FROM demo GROUP BY TUMBLINGWINDOW(ss, 1) HAVING c > 1 AND [|x|] > 1")]
    [TestCase("CR3003", "SELECT count(*) AS c FROM demo HAVING sum([|c|]) > 1")]
    [TestCase("CR3003", "SELECT sum([|count(a)|]) FROM demo")]
    [TestCase("CR3004", "SELECT [|last_hit_time()|], count(*) FROM demo GROUP BY SLIDINGWINDOW(ss, 5)")]
    [TestCase("CR3004", "SELECT [|last_hit_count()|] FROM demo GROUP BY SLIDINGWINDOW(ss, 5) HAVING last_agg_hit_count() < 3")]
    [TestCase("CR3005", "SELECT a FROM demo GROUP BY [|a|]")]
    [TestCase("CR3006", "SELECT c FROM demo INNER JOIN [|other|] ON demo.a = other.a")]
    [TestCase("CR3007", "SELECT name FROM kept GROUP BY [|TUMBLINGWINDOW(ss, 10)|]")]
    [TestCase("CR3008", "SELECT demo.a FROM demo INNER JOIN asked ON [|asked.id > demo.a|]")]
    [TestCase("CR3012", "SELECT a FROM demo WHERE [|unnest(arr)|]")]
    [TestCase("CR3012", "SELECT a FROM demo ORDER BY [|unnest(arr)|]")]
    [TestCase("CR3013", "SELECT sin([|unnest(arr)|]) FROM demo")]
    [TestCase("CR3014", "SELECT unnest(arr), [|unnest(arr) AS x|] FROM demo")]
    [TestCase("CR3015", "SELECT a FROM demo WHERE [|row_number()|] > 1")]
    [TestCase("CR3015", "SELECT row_number() AS n FROM demo WHERE [|n > 1|]")]
    [TestCase("CR3016", "SELECT a FROM demo WHERE [|changed_cols(\"\", true, a)|] > 3")]
    [TestCase("CR3017", "SELECT lag([|avg(a)|]) FROM demo GROUP BY TUMBLINGWINDOW(ss, 1)")]
    [TestCase("CR3018", "SELECT demo.a FROM demo INNER JOIN asked ON [|asked.id = demo.a AND asked.id = demo.ts|]")]
    [TestCase("CR3019", "SELECT demo.a FROM demo CROSS [|JOIN asked|]")]
    [TestCase("CR3020", "SELECT id FROM [|asked|]")]
    [TestCase("CR3023", "SELECT demo.a FROM demo INNER JOIN other ON [|kept.id = demo.a|] INNER JOIN kept ON kept.id = other.a GROUP BY TUMBLINGWINDOW(ss, 1)")]
    [TestCase("CR3028", "SELECT a FROM demo GROUP BY TUMBLINGWINDOW(ss, 1) FILTER (WHERE [|count(a) > 1|])")]
    [TestCase("CR3028", "SELECT demo.a FROM demo INNER JOIN kept ON [|count(demo.a) = kept.id|]")]
    [TestCase("CR3029", "SELECT a FROM [|(SELECT a FROM demo)|]")]
    [TestCase("CR3030", "SELECT a FROM [|passing|]")]
    [TestCase("CR4001", "SELECT [|dedup_trigger|](a, ts, ts, 100) FROM demo")]
    [TestCase("CR4002", "SELECT CAST(a AS [|ARRAY(BIGINT)|]) FROM demo")]
    [TestCase("CR4003", "SELECT a FROM demo UNION ALL SELECT a FROM other ORDER BY [|a|]")]
    public void Error_points_at_its_cause(string id, string marked, string? all = null)
    {
        var (sql, span) = Unmark(marked);

        var errors = Bind.Statement(sql).Diagnostics.Where(static diagnostic => diagnostic.IsError).ToList();

        Assert.That(string.Join(" ", errors.Select(static error => error.Id)), Is.EqualTo(all ?? id));
        var error = errors.First(error => error.Id == id);
        Assert.That(sql.Substring(error.Span.Start, error.Span.Length), Is.EqualTo(span));
    }

    [TestCase("CR2019", "SELECT [|next->nam|] FROM demo")]
    [TestCase("CR2028", "SELECT * EXCEPT([|zz|]) FROM demo")]
    [TestCase("CR2033", "SELECT a FROM demo WHERE [|a != NULL|]")]
    [TestCase("CR2033", "SELECT a FROM demo WHERE a > 1 AND [|c = NULL|]")]
    [TestCase("CR2033", "SELECT CASE WHEN [|NULL = a|] THEN 1 END AS x FROM demo")]
    [TestCase("CR3021", "SELECT a FROM demo GROUP BY TUMBLINGWINDOW(ss, 1), [|COUNTWINDOW(2)|]")]
    [TestCase("CR3022", "SELECT c FROM demo LEFT JOIN other ON [|other.a = demo.a|] GROUP BY TUMBLINGWINDOW(ss, 1)")]
    [TestCase("CR3024", "SELECT a FROM demo GROUP BY TUMBLINGWINDOW(ss, 1) OVER (WHEN [|a > 1|])")]
    [TestCase("CR3025", "SELECT a FROM demo GROUP BY TUMBLINGWINDOW(ss, 1) OVER (PARTITION BY [|c|])")]
    [TestCase("CR3026", "SELECT id FROM [|kept|]")]
    [TestCase("CR3027", "SELECT demo.a FROM demo RIGHT [|JOIN asked ON asked.id = demo.a|]")]
    [TestCase("CR3032", "SELECT a FROM [|mistimed|]")]
    public void Warning_points_at_its_cause_and_leaves_a_plan(string id, string marked)
    {
        var (sql, span) = Unmark(marked);

        var compilation = Bind.Statement(sql);

        Assert.That(compilation.Diagnostics.Select(static diagnostic => diagnostic.Id), Is.EqualTo(new[] { id }));
        Assert.That(sql.Substring(compilation.Diagnostics[0].Span.Start, compilation.Diagnostics[0].Span.Length), Is.EqualTo(span));
        Assert.That(compilation.Plan, Is.Not.Null);
    }

    [TestCase("SELECT tempereture FROM (SELECT a AS temperature FROM demo) AS q", "did you mean 'temperature'?")]
    [TestCase("SELECT a FROM dmeo", "did you mean 'demo'?")]
    [TestCase("SELECT uper(c) FROM demo", "did you mean 'upper'?")]
    [TestCase("SELECT demmo.a FROM demo", "did you mean 'demo'?")]
    [TestCase("SELECT next->nmae FROM demo", "did you mean 'name'?")]
    [TestCase("SELECT zzzzzz FROM demo", null)]
    public void A_near_name_is_suggested(string sql, string? hint) => Assert.That(Bind.Statement(sql).Diagnostics[0].Hint, Is.EqualTo(hint));

    [Test]
    public void Event_time_needs_the_timestamp_of_every_stream() => Assert.Multiple(() =>
    {
        Assert.That(Bind.Errors("SELECT a FROM demo", s_eventTime), Is.Empty);
        Assert.That(Bind.Errors("SELECT a FROM plain", s_eventTime), Is.EqualTo("CR3009"));
        Assert.That(Bind.Errors("SELECT a FROM mistimed", s_eventTime), Is.EqualTo("CR3010"));
        Assert.That(Bind.Errors("SELECT demo.a FROM demo INNER JOIN kept ON kept.id = demo.a", s_eventTime), Is.Empty);
    });

    [Test]
    public void Metadata_goes_to_the_sink_only_row_by_row() => Assert.Multiple(() =>
    {
        var options = new RuleOptions(SendMetaToSink: true);
        Assert.That(Bind.Errors("SELECT a FROM demo", options), Is.Empty);
        Assert.That(Bind.Errors("SELECT a FROM demo GROUP BY TUMBLINGWINDOW(ss, 1)", options), Is.EqualTo("CR3011"));
    });

    [Test]
    public void Options_of_a_stream_restrict_the_rules_that_read_it() => Assert.Multiple(() =>
    {
        Assert.That(Bind.Errors("SELECT a FROM passing", new RuleOptions(IsTemp: true)), Is.Empty);
        Assert.That(Bind.Errors("SELECT a FROM common", new RuleOptions(DisableBufferFullDiscard: true)), Is.EqualTo("CR3031"));
    });

    [Test]
    public void Every_diagnostic_of_the_binder_has_a_statement()
    {
        var ids = typeof(SqlDiagnostics).GetFields()
            .Select(static field => ((SqlDiagnosticDescriptor)field.GetValue(null)!).Id)
            .Where(static id => id.StartsWith("CR20", StringComparison.Ordinal) || id.StartsWith("CR3", StringComparison.Ordinal));

        var shown = typeof(StatementDiagnosticsTests).GetMethods()
            .SelectMany(static method => method.GetCustomAttributes<TestCaseAttribute>())
            .Select(static testCase => testCase.Arguments[0] as string);

        Assert.That(ids.Except(shown).Except(s_ofOptions), Is.Empty);
    }

    [Test]
    public void One_mistake_is_reported_once() =>
        Assert.That(Bind.Errors("SELECT missing + 1 AS x, sin(x) AS y, x + y FROM demo WHERE x > 1 AND y > 1 ORDER BY x"), Is.EqualTo("CR2001"));

    [TestCase("WITH x AS (SELECT a, missing FROM demo) SELECT a FROM demo")]
    [TestCase("WITH x AS (SELECT a, missing FROM demo) SELECT l.a FROM x AS l INNER JOIN x AS r ON l.a = r.a GROUP BY COUNTWINDOW(2)")]
    public void A_mistake_in_a_common_query_is_reported_once_however_often_it_is_used(string sql) => Assert.That(Bind.Errors(sql), Is.EqualTo("CR2001"));

    [Test]
    public void A_semicolon_hides_nothing() =>
        Assert.That(Bind.Errors("SELECT a FROM demo GROUP BY TUMBLINGWINDOW(ss, 1), count(a) > 1;"), Is.EqualTo("CR3001"));

    private static (string Sql, string Span) Unmark(string marked)
    {
        var start = marked.IndexOf("[|", StringComparison.Ordinal);
        var end = marked.LastIndexOf("|]", StringComparison.Ordinal);
        return (marked[..start] + marked[(start + 2)..end] + marked[(end + 2)..], marked[(start + 2)..end]);
    }
}
