using CompiledRules.Functions.Aggregates;

namespace CompiledRules.Functions.Tests.Aggregates;

/// <summary>Every aggregate gives one result, whether its values come at once, as panes, or before and after a checkpoint.</summary>
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
    private static readonly SqlValue[][] s_inputs =
    [
        [],
        [3L],
        [4L, 8L, 1L],
        [4.5, 8.25, 1.0, 2.0],
        [4L, 1.5],
        [1.5, 4L],
        ["b", "a", "c"],
        [true],
        [SqlObject.FromArrays(["a"], [1L]), SqlObject.FromArrays(["a", "b"], [2L, 3L])],
    ];

    [TestCaseSource(nameof(s_inputs))]
    public void Goes_on_after_a_checkpoint(SqlValue[] values)
    {
        for (var cut = 0; cut <= values.Length; cut++)
        {
            var state = Fold(default, values.AsSpan(0, cut));
            var restored = Copy(state);

            Assert.That(Outcome(Fold(restored, values.AsSpan(cut))), Is.EqualTo(Outcome(Fold(default, values))));
        }
    }

    [TestCaseSource(nameof(s_inputs))]
    public void Panes_give_the_result_of_the_whole(SqlValue[] values)
    {
        if (default(T) is not IMergeable<T>)
            Assert.Ignore($"{typeof(T).Name} does not merge");

        for (var cut = 0; cut <= values.Length; cut++)
        {
            var early = Fold(default, values.AsSpan(0, cut));
            var late = Fold(default, values.AsSpan(cut));
            object total = default(T);
            ((IMergeable<T>)total).Merge(early);
            ((IMergeable<T>)total).Merge(late);

            Assert.That(Outcome((T)total), Is.EqualTo(Outcome(Fold(default, values))));
            Assert.That(Outcome(late), Is.EqualTo(Outcome(Fold(default, values.AsSpan(cut)))), "the pane is left as it is");
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

    private static T Fold(T start, ReadOnlySpan<SqlValue> values)
    {
        dynamic state = start;
        foreach (var value in values)
            state.Add(value);
        return state;
    }

    private static string Outcome(T state)
    {
        try
        {
            object? result = ((dynamic)state).Result;
            return result is double number ? number.ToString("G12", System.Globalization.CultureInfo.InvariantCulture) : $"{result}";
        }
        catch (SqlException exception)
        {
            return exception.Message;
        }
    }
}
