using CompiledRules.Functions.Aggregates;

namespace CompiledRules.Functions.Tests.Aggregates;

public sealed class AggregateResultTests
{
    [Test]
    public void Integer_sum_wraps_around()
    {
        var sum = default(SumOfIntegers);
        sum.Add(long.MaxValue);
        sum.Add(1);

        Assert.That(sum.Result, Is.EqualTo(long.MinValue));
    }

    [Test]
    public void Integer_average_is_cut_towards_zero()
    {
        var average = default(AvgOfIntegers);
        average.Add(-1);
        average.Add(-2);

        Assert.That(average.Result, Is.EqualTo(-1));
    }

    [Test]
    public void First_value_decides_the_kind_of_a_sum()
    {
        Assert.That(Sum(1L, 2.9), Is.EqualTo((SqlValue)3L));
        Assert.That(Sum(1.5, 2.25), Is.EqualTo((SqlValue)3.75));
        Assert.That(() => Sum(1.5, 2L), Throws.TypeOf<SqlException>());
        Assert.That(() => Sum(1L, "a"), Throws.TypeOf<SqlException>());
    }

    [Test]
    public void Removing_undoes_adding()
    {
        var sum = default(SumOfIntegers);
        var collected = default(Collect);
        foreach (var value in (long[])[1, 2, 3])
        {
            sum.Add(value);
            collected.Add(value);
        }

        sum.Remove(1);
        collected.Remove(1L);

        Assert.That(sum.Result, Is.EqualTo(5));
        Assert.That(collected.Result, Is.EqualTo(SqlArray.Create([2L, 3L])));

        sum.Remove(2);
        sum.Remove(3);
        Assert.That(sum.Result, Is.Null);
    }

    [Test]
    public void One_value_has_no_sample_variance()
    {
        var variance = default(VarsOfFloats);
        variance.Add(5);

        Assert.That(variance.Result, Is.Null);
    }

    [Test]
    public void Extremes_of_mixed_kinds_are_an_error()
    {
        var greatest = default(MaxOfValues);
        greatest.Add(1.5);
        greatest.Add(2L);

        Assert.That(() => greatest.Result, Throws.TypeOf<SqlException>());
    }

    [Test]
    public void Median_of_two_integers_is_a_float()
    {
        var median = default(Median);
        median.Add(1L);
        median.Add(2L);

        Assert.That(median.Result, Is.EqualTo((SqlValue)1.5));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Median_takes_null_only_among_floats(bool isFloat)
    {
        var median = default(Median);
        median.Add(isFloat ? (SqlValue)1.0 : 1L);
        median.Add(SqlValue.Null);

        if (isFloat)
            Assert.That(median.Result, Is.EqualTo((SqlValue)1.0));
        else
            Assert.That(() => median.Result, Throws.TypeOf<SqlException>());
    }

    [TestCase(0.5, 20.0)]
    [TestCase(0.25, 10.0)]
    [TestCase(0.6, 25.0)]
    [TestCase(1, 40.0)]
    public void Continuous_percentile_is_between_two_values(double fraction, double expected)
    {
        var percentile = default(PercentileCont);
        foreach (var value in (double[])[40, 10, 30, 20])
            percentile.Add(value, fraction);

        Assert.That(percentile.Result, Is.EqualTo(expected));
    }

    [TestCase(0.0, 10.0)]
    [TestCase(0.26, 20.0)]
    [TestCase(0.5, 20.0)]
    [TestCase(1.0, 40.0)]
    public void Discrete_percentile_is_one_of_the_values(double fraction, double expected)
    {
        var percentile = default(PercentileDisc);
        foreach (var value in (double[])[40, 10, 30, 20])
            percentile.Add(value, fraction);

        Assert.That(percentile.Result, Is.EqualTo(expected));
    }

    [TestCase(-0.1)]
    [TestCase(1.1)]
    public void Percentile_beyond_the_whole_is_an_error(double fraction)
    {
        var percentile = default(PercentileDisc);
        percentile.Add(1.0, fraction);

        Assert.That(() => percentile.Result, Throws.TypeOf<SqlException>());
    }

    [Test]
    public void Deduplicate_keeps_the_first_row_of_each_key()
    {
        var rows = default(Deduplicate);
        rows.Add(Row(1), "a", true);
        rows.Add(Row(2), "b", true);
        rows.Add(Row(3), "a", true);

        Assert.That(rows.Result, Is.EqualTo((SqlValue)SqlArray.Create([Row(1), Row(2)])));
        Assert.That(StateTape.Copy(rows).Result, Is.EqualTo(rows.Result));
    }

    [Test]
    public void Deduplicate_tells_whether_the_last_row_is_new()
    {
        var rows = default(Deduplicate);
        rows.Add(Row(1), "a", false);
        Assert.That(rows.Result, Is.EqualTo(Row(1)));

        rows.Add(Row(2), "a", false);
        Assert.That(rows.Result, Is.EqualTo(SqlValue.Null));
    }

    [Test]
    public void Last_value_skips_nulls_when_told()
    {
        var last = default(LastValue);
        last.Add(1L, true);
        last.Add(SqlValue.Null, true);
        Assert.That(last.Result, Is.EqualTo((SqlValue)1L));

        last.Add(SqlValue.Null, false);
        Assert.That(StateTape.Copy(last).Result, Is.EqualTo(SqlValue.Null));
    }

    private static SqlValue Row(long number) => SqlObject.FromArrays(["n"], [number]);

    private static SqlValue Sum(params ReadOnlySpan<SqlValue> values)
    {
        var sum = default(SumOfValues);
        foreach (var value in values)
            sum.Add(value);
        return sum.Result;
    }
}
