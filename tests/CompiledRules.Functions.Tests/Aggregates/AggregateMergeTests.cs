using CompiledRules.Functions.Aggregates;

namespace CompiledRules.Functions.Tests.Aggregates;

/// <summary>Panes give the result of the whole.</summary>
[TestFixture(typeof(Count))]
[TestFixture(typeof(SumOfValues))]
[TestFixture(typeof(AvgOfValues))]
[TestFixture(typeof(VarOfValues))]
[TestFixture(typeof(VarsOfValues))]
[TestFixture(typeof(StdDevOfValues))]
[TestFixture(typeof(StdDevsOfValues))]
[TestFixture(typeof(Collect))]
[TestFixture(typeof(MergeAgg))]
[TestFixture(typeof(MinOfValues))]
[TestFixture(typeof(MaxOfValues))]
public sealed class AggregateMergeTests<T>
    where T : struct, IMergeable<T>
{
    [TestCaseSource(typeof(AggregateFold), nameof(AggregateFold.Inputs))]
    public void Panes_give_the_result_of_the_whole(SqlValue[] values)
    {
        for (var cut = 0; cut <= values.Length; cut++)
        {
            var early = AggregateFold.Fold(default(T), values.AsSpan(0, cut));
            var late = AggregateFold.Fold(default(T), values.AsSpan(cut));
            var total = default(T);
            total.Merge(early);
            total.Merge(late);

            Assert.That(AggregateFold.Outcome(total), Is.EqualTo(AggregateFold.Outcome(AggregateFold.Fold(default(T), values))));
            Assert.That(AggregateFold.Outcome(late), Is.EqualTo(AggregateFold.Outcome(AggregateFold.Fold(default(T), values.AsSpan(cut)))), "the pane is left as it is");
        }
    }
}
