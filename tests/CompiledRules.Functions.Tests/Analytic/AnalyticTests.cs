using CompiledRules.Functions.Analytic;

namespace CompiledRules.Functions.Tests.Analytic;

public sealed class AnalyticTests
{
    [Test]
    public void Lag_goes_back_several_rows_and_over_a_checkpoint()
    {
        var lag = default(LagOfIntegers);
        long?[] told = [lag.Next(true, 1, 2, 0), lag.Next(true, 2, 2, 0), lag.Next(true, 3, 2, 0)];
        lag = StateTape.Copy(lag);
        long?[] later = [lag.Next(true, 4, 2, 0), lag.Next(true, 5, 2, 0)];

        Assert.That(told, Is.EqualTo((long?[])[0, 0, 1]));
        Assert.That(later, Is.EqualTo((long?[])[2, 3]));
    }

    [Test]
    public void Lag_does_not_count_null_or_rows_outside_the_condition()
    {
        var lag = default(LagOfFloats);
        double?[] told = [lag.Next(true, 1.5), lag.Next(true, null), lag.Next(false, 9), lag.Next(true, 2)];

        Assert.That(told, Is.EqualTo((double?[])[null, 1.5, 1.5, 1.5]));
    }

    [Test]
    public void Lag_counts_null_when_told()
    {
        var lag = default(LagOfValues);
        lag.Next(true, 1L, 1, default, ignoreNull: false);
        lag.Next(true, SqlValue.Missing, 1, default, ignoreNull: false);

        Assert.That(lag.Next(true, 2L, 1, default, ignoreNull: false), Is.EqualTo(SqlValue.Null));
    }

    [Test]
    public void Lag_of_typed_columns_allocates_nothing()
    {
        var lag = default(LagOfIntegers);
        lag.Next(true, 0);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            lag.Next(true, i);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Latest_falls_back_to_what_it_last_saw()
    {
        var latest = default(LatestOfIntegers);
        long?[] told = [latest.Next(true, null, 7), latest.Next(true, 1, 7), latest.Next(true, null, 7), latest.Next(false, 2, 7)];

        Assert.That(told, Is.EqualTo((long?[])[7, 1, 1, 1]));
        Assert.That(StateTape.Copy(latest).Next(true, null), Is.EqualTo(1));
    }

    [Test]
    public void Accumulates_between_two_conditions()
    {
        var count = default(AccCount);
        var told = new List<long>();
        foreach (var a in (long[])[1, 2, 1, 3, -1, 1])
        {
            told.Add(count.Next(true, a, a > 1, a < 0));
            count = StateTape.Copy(count);
        }

        Assert.That(told, Is.EqualTo((long[])[0, 1, 2, 3, 4, 0]));
    }

    [Test]
    public void Accumulators_keep_their_value_outside_the_condition()
    {
        var (sum, least, greatest, mean) = (default(AccSum), default(AccMin), default(AccMax), default(AccAvg));
        foreach (var value in (double[])[4, 2])
        {
            sum.Next(true, value);
            least.Next(true, value);
            greatest.Next(true, value);
            mean.Next(true, value);
        }

        double[] told = [sum.Next(false, "x"), least.Next(false, SqlValue.Null), greatest.Next(false, 100L), mean.Next(false, "x")];
        Assert.That(told, Is.EqualTo((double[])[6, 2, 4, 3]));
    }

    [Test]
    public void Null_is_skipped_by_sum_and_refused_by_least()
    {
        var (sum, least) = (default(AccSum), default(AccMin));

        Assert.That(sum.Next(true, SqlValue.Null), Is.Zero);
        Assert.That(() => least.Next(true, SqlValue.Null), Throws.TypeOf<SqlException>());
    }

    [Test]
    public void Changes_are_deep_and_by_kind()
    {
        var changed = default(ChangedCol);
        changed.Next(true, true, SqlArray.Create([1L]));

        Assert.That(changed.Next(true, true, SqlArray.Create([1L])), Is.EqualTo(SqlValue.Null));
        Assert.That(StateTape.Copy(changed).Next(true, true, SqlArray.Create([1.0])), Is.EqualTo((SqlValue)SqlArray.Create([1.0])));
    }

    [Test]
    public void Any_of_several_columns_may_change()
    {
        var changed = default(HadChanged);
        bool[] told = [changed.Next(true, true, 1L, 2L), changed.Next(true, true, 1L, 2L), changed.Next(false, true, 5L, 5L), changed.Next(true, true, 1L, 3L)];

        Assert.That(told, Is.EqualTo((bool[])[true, false, false, true]));
        Assert.That(StateTape.Copy(changed).Next(true, true, 1L, 3L), Is.False);
    }

    [Test]
    public void Changed_columns_go_by_name()
    {
        var changed = default(ChangedCols);
        changed.Next(["a", "b"], "p_", true, 1L, 2L);

        Assert.That(StateTape.Copy(changed).Next(["b", "a"], "q_", true, 2L, 9L), Is.EqualTo(SqlObject.FromArrays(["q_a"], [9L])));
        Assert.That(changed.Next(["b", "a"], "q_", true, 2L, 1L), Is.Null);
    }

    [Test]
    public void Rows_are_numbered_from_one()
    {
        var number = default(RowNumber);

        Assert.That((long[])[number.Next(), number.Next()], Is.EqualTo((long[])[1, 2]));
    }
}
