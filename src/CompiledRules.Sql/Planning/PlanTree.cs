namespace CompiledRules.Sql.Planning;

/// <summary>Walks over and rewrites plans.</summary>
public static class PlanTree
{
    public static EquatableArray<LogicalPlan> Inputs(LogicalPlan plan) => plan switch
    {
        ScanPlan => [],
        DerivedPlan derived => [derived.Input],
        MergePlan merge => merge.Inputs,
        WatermarkPlan watermark => [watermark.Input],
        AnalyticPlan analytic => [analytic.Input],
        RemotePlan remote => [remote.Input],
        FilterPlan filter => [filter.Input],
        WindowPlan window => [window.Input],
        TablePlan table => [table.Input],
        JoinPlan join => [join.Input],
        LookupPlan lookup => [lookup.Input],
        UnitAggregatePlan aggregate => [aggregate.Input],
        AggregatePlan aggregate => [aggregate.Input],
        HavingPlan having => [having.Input],
        RowNumberPlan number => [number.Input],
        OrderPlan order => [order.Input],
        ProjectPlan project => [project.Input],
        UnnestPlan unnest => [unnest.Input],
        DistinctPlan distinct => [distinct.Input],
        LimitPlan limit => [limit.Input],
        UnionPlan union => union.Inputs,
        _ => throw new InvalidOperationException($"No inputs known of {plan.GetType().Name}"),
    };

    /// <summary>The plan with its inputs replaced, in the order of <see cref="Inputs"/>.</summary>
    public static LogicalPlan WithInputs(LogicalPlan plan, Func<LogicalPlan, LogicalPlan> change) => plan switch
    {
        ScanPlan => plan,
        DerivedPlan derived => derived with { Input = change(derived.Input) },
        MergePlan merge => merge with { Inputs = merge.Inputs.Select(change).ToEquatableArray() },
        WatermarkPlan watermark => watermark with { Input = change(watermark.Input) },
        AnalyticPlan analytic => analytic with { Input = change(analytic.Input) },
        RemotePlan remote => remote with { Input = change(remote.Input) },
        FilterPlan filter => filter with { Input = change(filter.Input) },
        WindowPlan window => window with { Input = change(window.Input) },
        TablePlan table => table with { Input = change(table.Input) },
        JoinPlan join => join with { Input = change(join.Input) },
        LookupPlan lookup => lookup with { Input = change(lookup.Input) },
        UnitAggregatePlan aggregate => aggregate with { Input = change(aggregate.Input) },
        AggregatePlan aggregate => aggregate with { Input = change(aggregate.Input) },
        HavingPlan having => having with { Input = change(having.Input) },
        RowNumberPlan number => number with { Input = change(number.Input) },
        OrderPlan order => order with { Input = change(order.Input) },
        ProjectPlan project => project with { Input = change(project.Input) },
        UnnestPlan unnest => unnest with { Input = change(unnest.Input) },
        DistinctPlan distinct => distinct with { Input = change(distinct.Input) },
        LimitPlan limit => limit with { Input = change(limit.Input) },
        UnionPlan union => union with { Inputs = union.Inputs.Select(change).ToEquatableArray() },
        _ => throw new InvalidOperationException($"No inputs known of {plan.GetType().Name}"),
    };

    /// <summary>Replaces every step by what <paramref name="change"/> makes of it, inputs first.</summary>
    public static LogicalPlan Rewrite(LogicalPlan plan, Func<LogicalPlan, LogicalPlan> change) =>
        change(WithInputs(plan, input => Rewrite(input, change)));

    /// <summary>The steps of one statement; a query inside it reads its own sources and counts as one step.</summary>
    public static IEnumerable<LogicalPlan> StepsOfQuery(LogicalPlan plan) => plan is DerivedPlan
        ? [plan]
        : Inputs(plan).Items.SelectMany(StepsOfQuery).Prepend(plan);

    public static IEnumerable<LogicalPlan> DescendantsAndSelf(this LogicalPlan plan) =>
        Inputs(plan).Items.SelectMany(DescendantsAndSelf).Prepend(plan);

    /// <summary>Whether a plan works on single rows, not on collections.</summary>
    public static bool IsRowLevel(this LogicalPlan plan) => plan switch
    {
        ScanPlan or MergePlan or DerivedPlan => true,
        UnionPlan union => union.Inputs.All(IsRowLevel),
        WatermarkPlan watermark => IsRowLevel(watermark.Input),
        AnalyticPlan analytic => IsRowLevel(analytic.Input),
        RemotePlan remote => IsRowLevel(remote.Input),
        FilterPlan filter => IsRowLevel(filter.Input),
        OrderPlan order => IsRowLevel(order.Input),
        RowNumberPlan number => IsRowLevel(number.Input),
        ProjectPlan project => IsRowLevel(project.Input),
        UnnestPlan unnest => IsRowLevel(unnest.Input),
        LimitPlan limit => IsRowLevel(limit.Input),
        DistinctPlan distinct => IsRowLevel(distinct.Input),
        _ => false,
    };
}
