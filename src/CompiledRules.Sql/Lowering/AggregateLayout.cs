using CompiledRules.Sql.Binding;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Sql.Lowering;

/// <summary>The aggregates of a statement in the nested state of a group.</summary>
internal sealed class AggregateLayout
{
    private readonly IReadOnlyList<BoundAggregate> _calls;
    private readonly List<BoundExpression> _normalized;

    public AggregateLayout(IReadOnlyList<BoundAggregate> calls)
    {
        _calls = calls;
        _normalized = [.. calls.Select(BoundTree.Normalize)];
        StateType = calls.Reverse().Aggregate(RuntimeNames.NoAggregates, static (tail, call) => $"{RuntimeNames.AggregateStates}<{OverloadOf(call).DeclaringType}, {tail}>");
    }

    /// <summary>The C# type of the state.</summary>
    public string StateType { get; }

    /// <summary>How many states are nested in it, where all of them merge; null where one does not.</summary>
    public int? MergeableStates => _calls.All(static call => OverloadOf(call).IsMergeable) ? _calls.Count : null;

    /// <summary>The form of an aggregate that its calls use: where only the kinds at run time could decide, the one that takes any.</summary>
    public static FunctionOverload OverloadOf(BoundAggregate call) => call.Overload
        ?? call.Function.Overloads.Items.FirstOrDefault(static overload => overload.Parameters.All(static parameter => parameter.Type.Kind == SqlTypeKind.Any))
        ?? call.Function.Overloads.Items.Last();

    public LoweredExpression? ResultOf(BoundAggregate call, LoweredExpression group)
    {
        var index = _normalized.IndexOf(BoundTree.Normalize(call));
        if (index < 0)
            return null;

        var overload = OverloadOf(_calls[index]);
        return new LoweredMember(Lowered.TypeOf(overload.Result).Nullable(overload.IsResultNullable), StateOf(index, group), "Result");
    }

    /// <summary>The field that holds the aggregate of one call.</summary>
    public LoweredMember StateOf(int index, LoweredExpression group)
    {
        LoweredExpression states = new LoweredMember(LoweredType.Clr(StateType), group, "State");
        for (var i = 0; i < index; i++)
            states = new LoweredMember(LoweredType.Clr("?"), states, "Tail");
        return new LoweredMember(LoweredType.Clr(OverloadOf(_calls[index]).DeclaringType), states, "Head");
    }
}
