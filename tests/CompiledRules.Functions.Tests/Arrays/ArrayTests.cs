using CompiledRules.Functions.Arrays;

namespace CompiledRules.Functions.Tests.Arrays;

public sealed class ArrayTests
{
    private static readonly SqlValue s_point = SqlObject.FromArrays(["x", "y"], [1L, 2L]);

    // The same names in another order.
    private static readonly SqlValue s_samePoint = SqlObject.FromArrays(["y", "x"], [2L, 1L]);

    [Test]
    public void Objects_and_arrays_are_compared_deeply()
    {
        var points = SqlArray.Create([s_point, SqlArray.Create([1L])]);

        Assert.That(ArrayFunctions.ArrayContains(points, s_samePoint), Is.True);
        Assert.That(ArrayFunctions.ArrayPosition(points, SqlArray.Create([1L])), Is.EqualTo(1));
        Assert.That(ArrayFunctions.ArrayUnion(points, [s_samePoint]), Is.EqualTo(points));
        Assert.That(ArrayFunctions.ArrayExcept(points, [s_samePoint]), Is.EqualTo(SqlArray.Create([SqlArray.Create([1L])])));
        Assert.That(ArrayFunctions.ArrayIntersect(points, [s_samePoint]), Is.EqualTo(SqlArray.Create([s_point])));
    }

    [Test]
    public void Removing_leaves_the_source_as_it_is()
    {
        var source = SqlArray.Create([1L, 2L, 1L]);

        Assert.That(ArrayFunctions.ArrayRemove(source, 1L), Is.EqualTo(SqlArray.Create([2L])));
        Assert.That(source, Is.EqualTo(SqlArray.Create([1L, 2L, 1L])));
    }

    [Test]
    public void A_missing_column_is_found_as_null() =>
        Assert.That(ArrayFunctions.ArrayContains([SqlValue.Null], SqlValue.Missing), Is.True);

    [Test]
    public void Numbers_sort_by_value_and_before_text() => Assert.That(
        ArrayFunctions.ArraySort(["b", 10L, 9.5, "a", 2L]),
        Is.EqualTo(SqlArray.Create([2L, 9.5, 10L, "a", "b"])));

    [TestCase(1, 5, 2, "[1, 3, 5]")]
    [TestCase(5, 1, -3, "[5, 2]")]
    [TestCase(5, 1, 1, "[]")]
    [TestCase(long.MaxValue - 1, long.MaxValue, 1, "[9223372036854775806, 9223372036854775807]")]
    [TestCase(long.MinValue, long.MaxValue, long.MaxValue, "[-9223372036854775808, -1, 9223372036854775806]")]
    public void Sequences_stop_at_the_end(long start, long stop, long step, string expected) =>
        Assert.That(ArrayFunctions.Sequence(start, stop, step).ToString(), Is.EqualTo(expected));

    [Test]
    public void Sequences_and_copies_have_a_limit()
    {
        Assert.That(() => ArrayFunctions.Sequence(0, long.MaxValue), Throws.TypeOf<SqlException>());
        Assert.That(() => ArrayFunctions.Repeat(1L, long.MaxValue), Throws.TypeOf<SqlException>());
        Assert.That(() => ArrayFunctions.Sequence(1, 2, 0), Throws.TypeOf<SqlException>());
    }

    [Test]
    public void A_missing_name_gives_null() =>
        Assert.That(ArrayFunctions.ElementAt(s_point.AsObject(), "z"), Is.EqualTo(SqlValue.Null));
}
