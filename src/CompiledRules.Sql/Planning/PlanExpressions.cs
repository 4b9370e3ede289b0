using CompiledRules.Sql.Binding;

namespace CompiledRules.Sql.Planning;

/// <summary>The expressions that a step itself holds, its inputs left aside.</summary>
public static class PlanExpressions
{
    public static IEnumerable<BoundExpression> Of(LogicalPlan plan) => plan switch
    {
        AnalyticPlan analytic => analytic.Calls,
        RemotePlan remote => remote.Calls.SelectMany(static call => call.Call.Arguments.Concat(call.Condition is null ? [] : new[] { call.Condition })),
        FilterPlan filter => [filter.Predicate],
        WindowPlan window => BoundTree.Expressions(window.Window),
        TablePlan { Filter: { } filter } => [filter],
        JoinPlan { Join.On: { } on } => [on],
        LookupPlan lookup => [.. lookup.Keys.Select(static key => key.Value), .. lookup.Residual is null ? [] : new[] { lookup.Residual }],
        UnitAggregatePlan aggregate => aggregate.Calls,
        AggregatePlan aggregate => [.. aggregate.Keys, .. aggregate.Calls],
        HavingPlan having => [having.Predicate],
        RowNumberPlan number => number.Calls,
        OrderPlan order => order.Keys.Select(static key => key.Expression),
        ProjectPlan project => project.Columns.SelectMany(BoundTree.Expressions),
        UnnestPlan unnest => BoundTree.Expressions(unnest.Column),
        _ => [],
    };

    /// <summary>The step with every expression rewritten; calls must stay calls of their kind.</summary>
    public static LogicalPlan Rewrite(LogicalPlan plan, Func<BoundExpression, BoundExpression> change)
    {
        return plan switch
        {
            AnalyticPlan analytic => analytic with { Calls = VisitCalls(analytic.Calls) },
            RemotePlan remote => remote with
            {
                Calls = remote.Calls.Select(call => call with
                {
                    Call = call.Call with { Arguments = call.Call.Arguments.Select(Visit).ToEquatableArray() },
                    Condition = VisitOptional(call.Condition),
                }).ToEquatableArray(),
            },
            FilterPlan filter => filter with { Predicate = Visit(filter.Predicate) },
            WindowPlan window => window with { Window = BoundTree.Rewrite(window.Window, change) },
            TablePlan table => table with { Filter = VisitOptional(table.Filter) },
            JoinPlan join => join with { Join = join.Join with { On = VisitOptional(join.Join.On) } },
            LookupPlan lookup => lookup with
            {
                Keys = lookup.Keys.Select(key => key with { Value = Visit(key.Value) }).ToEquatableArray(),
                Residual = VisitOptional(lookup.Residual),
            },
            UnitAggregatePlan aggregate => aggregate with { Calls = VisitCalls(aggregate.Calls) },
            AggregatePlan aggregate => aggregate with { Keys = aggregate.Keys.Select(Visit).ToEquatableArray(), Calls = VisitCalls(aggregate.Calls) },
            HavingPlan having => having with { Predicate = Visit(having.Predicate) },
            RowNumberPlan number => number with { Calls = VisitCalls(number.Calls) },
            OrderPlan order => order with { Keys = BoundTree.Rewrite(order.Keys, change) },
            ProjectPlan project => project with { Columns = project.Columns.Select(column => BoundTree.Rewrite(column, change)).ToEquatableArray() },
            UnnestPlan unnest => unnest with { Column = (BoundTableColumn)BoundTree.Rewrite(unnest.Column, change) },
            _ => plan,
        };

        BoundExpression Visit(BoundExpression expression) => BoundTree.Rewrite(expression, change);

        BoundExpression? VisitOptional(BoundExpression? expression) => expression is null ? null : Visit(expression);

        EquatableArray<T> VisitCalls<T>(EquatableArray<T> calls)
            where T : BoundExpression => calls.Select(call => (T)Visit(call)).ToEquatableArray();
    }
}
