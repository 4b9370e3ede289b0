using CompiledRules.Sql.Binding;
using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Syntax;

namespace CompiledRules.Sql.Lowering;

public sealed partial class Lowerer
{
    // What is asked of groups, once they are made.
    private List<BoundExpression> _groupUsers = [];

    private (LoweredOperator Operator, UnitShape Unit) GroupUnits(AggregatePlan plan, (LoweredOperator Operator, UnitShape Unit) input)
    {
        var layout = new AggregateLayout(plan.Calls);
        var unit = input.Unit;
        var scratch = new ExpressionLowerer(new LambdaScope(ContextParameter(), unit.Access(new LoweredVariable(unit.Type, "row"))), Sources);
        var keys = GroupKeys.Of(plan.Keys, scratch.Lower);
        var groups = new LoweredGroups(ReadUnits(_groupUsers, keys) ? unit.Type.Name! : RuntimeNames.NoRow, keys.Type, keys.Comparer, layout.StateType, !keys.IsEmpty);
        var isRowWise = !plan.Keys.Concat(plan.Calls.SelectMany(static call => call.Arguments)).Any(AsksContext);
        var window = isRowWise && input.Operator is LoweredWindow lowered && IsIncremental(lowered.Window, layout, keys) ? lowered.Window : null;
        var set = window?.Kind == WindowKind.Hopping ? RuntimeNames.PaneSet : RuntimeNames.GroupSet;
        var fold = Fold(plan.Keys, keys, plan.Calls, layout, unit, groups, set);
        var aggregate = new LoweredAggregate(input.Operator, groups, fold, window is not null, layout.MergeableStates);
        return (aggregate, new UnitShape(groups.Type, group => new GroupAccess(unit, layout, keys, group)));
    }

    /// <summary>Whether rows can be folded as they arrive; otherwise they are kept: they overlap by less than a pane, or an aggregate does not merge.</summary>
    private static bool IsIncremental(BoundWindow window, AggregateLayout layout, GroupKeys keys) => window.Kind switch
    {
        WindowKind.Tumbling or WindowKind.Session => true,
        WindowKind.Count => window.Second is null || window.Second == window.Length,
        WindowKind.Sliding => layout.MergeableStates is not null && keys.IsEmpty,
        WindowKind.Hopping => layout.MergeableStates is not null && window.Second is { } hop && window.Length % hop == 0,
        _ => false,
    };

    // What a context answers depends on when it is asked: with the row, or with the window.
    private static bool AsksContext(BoundExpression expression) => expression.DescendantsAndSelf().Any(static part => part switch
    {
        BoundCall call => (call.Overload is { } overload ? [overload] : call.Function.Overloads).Items.Any(static overload => overload.TakesContext),
        BoundHitState or BoundMeta => true,
        _ => false,
    });

    private static IEnumerable<BoundExpression> UsersOfGroups(LogicalPlan plan) =>
        plan is AggregatePlan ? [] : PlanExpressions.Of(plan).Concat(PlanTree.Inputs(plan).Items.SelectMany(UsersOfGroups));

    /// <summary>Whether expressions over groups read more of a unit than the columns of the key. The definition of an alias is looked at once.</summary>
    private static bool ReadUnits(IEnumerable<BoundExpression> users, GroupKeys keys)
    {
        var aliases = new HashSet<string>(StringComparer.Ordinal);
        return users.Any(Reads);

        bool Reads(BoundExpression expression) => expression switch
        {
            BoundAggregate => false,
            BoundAlias alias when !aliases.Add(alias.Alias.Name) => false,
            BoundField field => !keys.Holds(field),
            BoundFirstField or BoundWholeRow or BoundMeta or BoundAnalytic => true,
            _ => BoundTree.Children(expression).Any(Reads),
        };
    }

    private (LoweredOperator Operator, UnitShape Unit) TotalUnits(UnitAggregatePlan plan, (LoweredOperator Operator, UnitShape Unit) input)
    {
        var layout = new AggregateLayout(plan.Calls);
        var keys = new GroupKeys([], []);
        var groups = new LoweredGroups(RuntimeNames.NoRow, keys.Type, keys.Comparer, layout.StateType, false);
        var total = LoweredType.Clr($"{RuntimeNames.Total}<{layout.StateType}>");
        var type = LoweredType.Clr($"{RuntimeNames.Totalled}<{input.Unit.Type.Name}, {layout.StateType}>");
        var totals = new LoweredTotals(input.Operator, layout.StateType, Fold([], keys, plan.Calls, layout, input.Unit, groups, RuntimeNames.GroupSet), type);
        return (totals, new UnitShape(type, unit => new TotalledAccess(input.Unit, layout, total, unit)));
    }

    /// <summary>Adds a row to the aggregates of its group, in place.</summary>
    private LoweredLambda Fold(
        EquatableArray<BoundExpression> keys, GroupKeys parts, EquatableArray<BoundAggregate> calls, AggregateLayout layout, UnitShape unit, LoweredGroups types, string set)
    {
        var row = new LoweredVariable(unit.Type, "row");
        var groups = new LoweredVariable(LoweredType.Clr($"{set}<{types.First}, {types.Key}, {types.Comparer}, {types.State}>"), "groups");
        var context = ContextParameter();
        return Write(context, () => unit.Access(row), Sources, (lowerer, scope) =>
        {
            var statements = new List<LoweredStatement>();
            var slot = scope.Local(LoweredType.Clr("System.Int32"), "slot");
            var found = new LoweredInstanceCall(slot.Type, groups, parts.IsEmpty ? "Only" : "SlotOf", parts.IsEmpty ? [] : [parts.Value(keys, lowerer.Lower)]);
            if (found.Arguments.Items.Any(CanFail))
                statements.Add(Mark(context, "Group By", keys[0].Span));
            statements.Add(new LoweredAssign(slot, found));

            var group = new LoweredElement(types.Type, new LoweredMember(LoweredType.Clr(types.Type.Name + "[]"), groups, "Items"), slot);
            for (var i = 0; i < calls.Count; i++)
            {
                var add = lowerer.LowerFold(calls[i], layout.StateOf(i, group));
                if (CanFail(add))
                    statements.Add(Mark(context, "Select", calls[i].Span));
                statements.Add(add);
            }

            return scope.ToLambda([row, context, groups], statements, null);
        });
    }

    // Aggregates take what they are given; only what it is computed from can fail.
    private static bool CanFail(LoweredStatement fold) => fold switch
    {
        LoweredIf { Condition: var condition, Then: [LoweredDo { Expression: LoweredInstanceCall add }] } => CanFail(condition) || add.Arguments.Items.Any(CanFail),
        LoweredDo { Expression: LoweredInstanceCall add } => add.Arguments.Items.Any(CanFail),
        _ => true,
    };
}
