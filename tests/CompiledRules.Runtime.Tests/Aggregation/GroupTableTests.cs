using CompiledRules.Runtime.Aggregation;

namespace CompiledRules.Runtime.Tests.Aggregation;

[TestFixture]
public sealed class GroupTableTests
{
    [Test]
    public void Every_key_keeps_its_slot_and_state_while_the_table_grows()
    {
        var table = new GroupTable<long, long, IntegerKeyComparer>();

        for (var round = 0; round < 3; round++)
        {
            for (var key = 0L; key < 10_000; key++)
                table.StateOf(key * 4096)++;
        }

        Assert.That(table.Count, Is.EqualTo(10_000));
        Assert.That(table.States.Take(table.Count), Is.All.EqualTo(3));
        Assert.That(table.KeyOf(table.SlotOf(77 * 4096, out _)), Is.EqualTo(77 * 4096));
    }

    [Test]
    public void A_cleared_table_is_empty_and_its_states_are_default()
    {
        var table = new GroupTable<string?, long, StringKeyComparer>();
        table.StateOf("a") = 5;
        table.StateOf(null) = 6;

        table.Clear();

        Assert.That(table.Count, Is.Zero);
        Assert.That(table.StateOf(null), Is.Zero);
        Assert.That(table.SlotOf("a", out _), Is.EqualTo(1));
    }

    [Test]
    public void Numbers_are_one_group_whatever_their_kind_and_text_is_another()
    {
        var table = new GroupTable<SqlValue, long, ValueKeyComparer>();
        SqlValue[] keys = [1L, 1.0, "1", SqlValue.Null, SqlValue.Missing, 1.5, true];

        var slots = keys.Select(key => table.SlotOf(key, out _)).ToArray();

        Assert.That(slots, Is.EqualTo(new[] { 0, 0, 1, 2, 2, 3, 4 }));
    }

    [Test]
    public void Steady_state_allocates_nothing()
    {
        var table = new GroupTable<long, double, IntegerKeyComparer>();
        Fill();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var window = 0; window < 10; window++)
            Fill();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(allocated, Is.Zero);

        void Fill()
        {
            table.Clear();
            for (var key = 0L; key < 1_000; key++)
                table.StateOf(key) += 1;
        }
    }
}
