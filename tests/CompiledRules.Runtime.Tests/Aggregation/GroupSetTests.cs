using System.Text;
using CompiledRules.Runtime.Aggregation;
using CompiledRules.Runtime.Collections;

namespace CompiledRules.Runtime.Tests.Aggregation;

[TestFixture]
public sealed class GroupSetTests
{
    [Test]
    public void Every_key_keeps_its_place_while_the_set_grows()
    {
        var set = new GroupSet<NoRow, long, IntegerKeyComparer, NoAggregates>();
        var first = Enumerable.Range(0, 10_000).Select(key => set.SlotOf(key * 4096L)).ToArray();

        var again = Enumerable.Range(0, 10_000).Select(key => set.SlotOf(key * 4096L)).ToArray();

        Assert.That(first, Is.EqualTo(Enumerable.Range(0, 10_000)));
        Assert.That(again, Is.EqualTo(first));
        Assert.That(set.Groups[77].Key, Is.EqualTo(77 * 4096));
    }

    [Test]
    public void A_cleared_set_is_empty_also_after_many_sparse_uses()
    {
        var set = new GroupSet<NoRow, string?, StringKeyComparer, NoAggregates>();
        for (var key = 0; key < 5_000; key++)
            set.SlotOf($"{key}");

        for (var use = 0; use < 200; use++)
        {
            set.Clear();
            Assert.That((set.SlotOf(null), set.SlotOf("a"), set.SlotOf(null), set.Count), Is.EqualTo((0, 1, 0, 2)));
        }

        Assert.That(set.Items, Has.Length.LessThan(1_000));
    }

    [Test]
    public void Numbers_are_one_group_whatever_their_kind_and_text_is_another_whatever_its_form()
    {
        var index = new KeyIndex<SqlValue, ValueKeyComparer>();
        SqlValue[] keys = [1L, 1.0, "1", SqlValue.Null, SqlValue.Missing, 1.5, true, Utf8("1"), Utf8("größer"), "größer"];

        var slots = keys.Select(index.SlotOf).ToArray();

        Assert.That(slots, Is.EqualTo(new[] { 0, 0, 1, 2, 2, 3, 4, 1, 5, 5 }));
    }

    [Test]
    public void Texts_of_all_lengths_are_told_apart([Range(0, 70, 3)] int length)
    {
        var index = new KeyIndex<string?, StringKeyComparer>();
        var text = new string('x', length);
        string[] keys = [text, .. Enumerable.Range(0, length).Select(place => text.Remove(place, 1).Insert(place, "y"))];

        var slots = keys.Concat(keys.Select(static key => new string(key))).Select(index.SlotOf).ToArray();

        Assert.That(slots, Is.EqualTo(Enumerable.Range(0, keys.Length).Concat(Enumerable.Range(0, keys.Length))));
    }

    [Test]
    public void Keys_of_several_parts_are_compared_part_by_part()
    {
        var index = new KeyIndex<KeyPair<long, KeyPair<string?, double>>, KeyPairComparer<long, KeyPair<string?, double>, IntegerKeyComparer, KeyPairComparer<string?, double, StringKeyComparer, FloatKeyComparer>>>();
        (long, string?, double)[] keys = [(1, "a", 2), (2, "a", 1), (1, "a", 2), (1, null, 2), (1, "a", double.NaN), (1, "a", double.NaN)];

        var slots = keys.Select(key => index.SlotOf(new(key.Item1, new(key.Item2, key.Item3)))).ToArray();

        Assert.That(slots, Is.EqualTo(new[] { 0, 1, 0, 2, 3, 3 }));
    }

    [Test]
    public void Steady_state_allocates_nothing()
    {
        var set = new GroupSet<NoRow, long, IntegerKeyComparer, NoAggregates>();
        Fill();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var window = 0; window < 10; window++)
            Fill();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(allocated, Is.Zero);

        void Fill()
        {
            set.Clear();
            for (var key = 0L; key < 1_000; key++)
                set.SlotOf(key);
        }
    }

    private static SqlValue Utf8(string text) => SqlValue.From(new Utf8Text(Encoding.UTF8.GetBytes(text)));
}
