using CompiledRules.Sql.Diagnostics;
using CompiledRules.Sql.Syntax;
using CompiledRules.Sql.Text;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace CompiledRules.Sql.Tests.Syntax;

/// <summary>Statements that were changed at random, always in the same way: parsing ends, throws nothing and points into the text.</summary>
public sealed class ParserFuzzTests
{
    private static readonly string[] s_statements =
    [
        "SELECT a, b + 1 AS c INVISIBLE, * EXCEPT(d) REPLACE(e * 2 AS e) FROM topic/+/x AS s INNER JOIN t ON s.i = t.i WHERE a > 1 AND NOT b IS NULL ORDER BY a DESC LIMIT 3;",
        "SELECT CASE WHEN a BETWEEN 1 AND b + 2 THEN 'x' ELSE \"y\\n\" END, c->d[0].e[1:], CAST(f AS ARRAY(BIGINT)) FROM s WHERE g IN (1, -2.5, 'z') OR h NOT LIKE '%w'",
        "SELECT count(*), lag(a, 1) OVER (PARTITION BY b WHEN c > 1) FROM s GROUP BY b, SLIDINGWINDOW(ss, 10, 2) FILTER (WHERE d) OVER (WHEN e) HAVING count(*) > 1",
        "WITH x AS (SELECT a FROM s /* comment */) SELECT DISTINCT `a b` FROM (SELECT a FROM x) AS y UNION ALL SELECT a || 'q' <> b FROM z -- end",
        "CREATE STREAM s (a BIGINT DEFAULT -1, b STRUCT(c ARRAY(STRING)),) WITH (DATASOURCE=\"x\", FORMAT=\"json\" SHARED=TRUE); SHOW STREAMS; DROP TABLE t",
        "CREATE RULE r INTO k, l WITH (qos=1) AS SELECT a FROM s GROUP BY STATEWINDOW(a > 1, b), COUNTWINDOW(5, 2); EXPLAIN STREAM s",
    ];

    private static readonly string[] s_pieces =
    [
        "(", ")", "[", "]", ",", ".", ";", ":", "'", "\"", "`", "\\", "-", "->", "--", "/*", "*/", "*", "!", "=", "<", "|", "#", "_", "\n", "\0",
        "\u00e9", "\ud800", "1", "1.2.3", "1e5", "SELECT", "FROM", "WHERE", "GROUP BY", "ORDER", "LIMIT", "NOT", "IN", "BETWEEN", "AND", "CASE",
        "WHEN", "END", "OVER", "FILTER", "AS", "JOIN", "ON", "UNION", "ALL", "NULL", "IS", "CAST", "WITH", "CREATE", "ss", "TUMBLINGWINDOW(", "WHER",
    ];

    private static readonly Gen<Edit> s_edit =
        from kind in Gen.Choose(0, 3)
        from place in Gen.Choose(0, 999)
        from length in Gen.Choose(1, 12)
        from piece in Gen.Elements(s_pieces)
        select new Edit(kind, place, length, piece);

    private static readonly Arbitrary<Case> s_cases = Arb.ToArbitrary(
        from statement in Gen.Elements(s_statements)
        from count in Gen.Choose(1, 8)
        from edits in Gen.ArrayOf(s_edit, count)
        select new Case(statement, edits));

    [Test]
    public void Parsing_ends_and_points_into_the_text()
    {
        var replay = new Replay(new Rnd(20_260_722, 1), FSharpOption<int>.None);
        var config = Config.QuickThrowOnFailure.WithMaxTest(3_000).WithReplay(FSharpOption<Replay>.Some(replay));

        Assert.That(() => Check.One(config, Prop.ForAll(s_cases, static item => HoldsFor(item.Text))), Throws.Nothing);
    }

    private static bool HoldsFor(string text)
    {
        var whole = new TextSpan(0, text.Length);
        var script = Parser.ParseScript(text);
        var select = Parser.ParseSelect(text);
        return script.Diagnostics.Concat(select.Diagnostics).All(diagnostic => whole.Contains(diagnostic.Span) && IsComplete(diagnostic))
            && script.Root.Statements.All(statement => whole.Contains(statement.Span))
            && whole.Contains(select.Root.Span);
    }

    private static bool IsComplete(SqlDiagnostic diagnostic) => diagnostic.Message.Length > 0 && diagnostic.Span.Length >= 0;

    private sealed record Case(string Statement, Edit[] Edits)
    {
        public string Text => Edits.Aggregate(Statement, static (text, edit) => edit.ApplyTo(text));

        public override string ToString() => Text;
    }

    /// <summary>Inserts, drops, replaces or repeats at a place given in thousandths of the text.</summary>
    private sealed record Edit(int Kind, int Place, int Length, string Piece)
    {
        public string ApplyTo(string text)
        {
            var start = text.Length * Place / 1000;
            var length = Math.Min(Length, text.Length - start);
            return Kind switch
            {
                0 => text.Insert(start, Piece),
                1 => text.Remove(start, length),
                2 => text.Remove(start, length).Insert(start, Piece),
                _ => text.Insert(start, text.Substring(start, length)),
            };
        }
    }
}
