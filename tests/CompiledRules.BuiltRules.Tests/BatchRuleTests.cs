using CompiledRules.Runtime.Rules;

namespace CompiledRules.BuiltRules.Tests;

/// <summary>Rules over rows that are all at hand.</summary>
public sealed class BatchRuleTests
{
    [Test]
    public void Windows_that_are_open_behind_the_last_row_are_emitted() => Assert.That(
        Rules.HottestRooms([new Reading("lab", 20), new Reading("hall", 10), new Reading("lab", 31)]).Select(static row => (row.Room, row.hottest, row.readings)),
        Is.EqualTo(new (string?, double?, long?)[] { ("lab", 31, 2) }));

    [Test]
    public void Each_call_is_a_run_of_its_own()
    {
        Rules.HotSpells([new Reading("lab", 31)]);

        Assert.That(Rules.HotSpells([new Reading("lab", 25), new Reading("lab", 35), new Reading("lab", 25), new Reading("lab", 10)]).Select(static row => row.rows), Is.EqualTo(new long?[] { 3 }));
    }

    [Test]
    public void Collections_are_ordered_numbered_and_limited() => Assert.That(
        Rules.Ranking([new Reading("a", 20), new Reading("b", 30), new Reading("c", 10), new Reading("d", 99)]).Select(static row => (row.Room, row.place)),
        Is.EqualTo(new (string?, long?)[] { ("c", 3), ("a", 2) }));

    [Test]
    public void No_rows_give_no_results() => Assert.That(Rules.HottestRooms([], static (RowError error) => Assert.Fail(error.Message)), Is.Empty);
}
