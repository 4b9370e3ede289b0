using CompiledRules.Functions.Aggregates;

namespace CompiledRules.Functions.Tests.Aggregates;

/// <summary>A checkpoint between two values changes no result.</summary>
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
[TestFixture(typeof(Median))]
public sealed class AggregateStateTests<T>
    where T : struct
{
    [TestCaseSource(typeof(AggregateFold), nameof(AggregateFold.Inputs))]
    public void Goes_on_after_a_checkpoint(SqlValue[] values)
    {
        for (var cut = 0; cut <= values.Length; cut++)
        {
            var state = AggregateFold.Fold(default(T), values.AsSpan(0, cut));
            var restored = Copy(state);

            Assert.That(AggregateFold.Outcome(AggregateFold.Fold(restored, values.AsSpan(cut))), Is.EqualTo(AggregateFold.Outcome(AggregateFold.Fold(default(T), values))));
        }
    }

    private static T Copy(T state)
    {
        var tape = new StateTape();
        ((State.IStateful)state).Save(tape);
        object copy = default(T);
        ((State.IStateful)copy).Load(tape);
        return (T)copy;
    }
}
