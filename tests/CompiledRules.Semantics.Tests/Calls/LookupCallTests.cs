using CompiledRules.Compiler;
using CompiledRules.Sql.Planning;
using CompiledRules.Testing;

namespace CompiledRules.Semantics.Tests.Calls;

/// <summary>Lookup joins whose table takes its time.</summary>
[TestFixture(RuleBackend.Instant)]
[TestFixture(RuleBackend.Optimized)]
public sealed class LookupCallTests(RuleBackend backend)
{
    private const string Definitions = CallRule.Demo + """
        CREATE TABLE rooms () WITH (DATASOURCE="rooms", TYPE="memory", KIND="lookup", KEY="id");
        """;

    private VirtualTable? _rooms;

    [Test]
    public void Rows_keep_their_order()
    {
        var rule = Rule("SELECT a, rooms.name FROM demo INNER JOIN rooms ON demo.a = rooms.id", static key => 100 - (key * 10)).Send(1, 2, 3).At(1_000);

        Assert.That(rule.Out, Is.EqualTo(new[] { """90: [{"a": 1, "name": "room 1"}]""", """90: [{"a": 2, "name": "room 2"}]""", """90: [{"a": 3, "name": "room 3"}]""" }));
    }

    [Test]
    public void A_window_asks_for_all_its_rows_together()
    {
        var rule = Rule("SELECT a, rooms.name FROM demo LEFT JOIN rooms ON demo.a = rooms.id GROUP BY COUNTWINDOW(3)", static _ => 50).Send(1, 13, 3).At(1_000);

        Assert.That(rule.Out, Is.EqualTo(new[] { """50: [{"a": 1, "name": "room 1"}, {"a": 13}, {"a": 3, "name": "room 3"}]""" }));
        Assert.That(_rooms!.Exchanges, Is.EqualTo(new[] { 3 }));
    }

    [Test]
    public void A_question_that_fails_is_an_error_of_its_row()
    {
        var rule = Rule("SELECT a, rooms.name FROM demo INNER JOIN rooms ON demo.a = rooms.id", static _ => 50).Send(1, -1, 3).At(1_000);

        Assert.That(rule.Out, Is.EqualTo(new[]
        {
            """50: [{"a": 1, "name": "room 1"}]""", "50: row-error run Lookup error: the table is broken", """50: [{"a": 3, "name": "room 3"}]""",
        }));
    }

    [Test]
    public void Groups_behind_a_lookup_are_those_of_their_window()
    {
        var rule = Rule("SELECT rooms.name, count(*) AS n FROM demo INNER JOIN rooms ON demo.a = rooms.id GROUP BY rooms.name, COUNTWINDOW(2)", static key => 50 * key)
            .Send(1, 1, 2, 2).At(1_000);

        Assert.That(rule.Out, Is.EqualTo(new[] { """50: [{"n": 2, "name": "room 1"}]""", """100: [{"n": 2, "name": "room 2"}]""" }));
    }

    [Test]
    public void What_was_looked_up_is_called_with()
    {
        var f = new VirtualFunction("f", static arguments => RemoteResult.From(arguments[0].AsString().Length), static _ => 30);

        var rule = Rule("SELECT a, f(rooms.name) AS n FROM demo INNER JOIN rooms ON demo.a = rooms.id WHERE f(rooms.name) > 5", static _ => 50, f).Send(1, 10).At(1_000);

        Assert.That(rule.Out, Is.EqualTo(new[] { """80: [{"a": 1, "n": 6}]""", """80: [{"a": 10, "n": 7}]""" }));
        Assert.That(f.Calls, Has.Count.EqualTo(2));
    }

    private CallRule Rule(string sql, Func<long, long> delay, params VirtualFunction[] functions)
    {
        var rooms = new VirtualTable("rooms", static keys => Find(keys[0].AsInteger()), keys => delay(keys[0].AsInteger()));
        var rule = CallRule.Of(sql, Definitions, RuleOptions.Default, backend, [rooms], functions);
        _rooms = rooms;
        return rule;
    }

    private static IReadOnlyList<SqlObject> Find(long id) => id switch
    {
        < 0 => throw new SqlException("the table is broken"),
        13 => [],
        _ => [SqlObject.FromArrays(["id", "name"], [id, $"room {id}"])],
    };
}
