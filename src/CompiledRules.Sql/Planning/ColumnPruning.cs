using CompiledRules.Sql.Symbols;

namespace CompiledRules.Sql.Planning;

/// <summary>Leaves out of every scan the columns that no step reads. The event-time column is always kept.</summary>
internal static class ColumnPruning
{
    public static LogicalPlan Apply(LogicalPlan plan)
    {
        if (plan is UnionPlan union)
            return union with { Inputs = union.Inputs.Select(Apply).ToEquatableArray() };
        if (plan is LimitPlan { Input: UnionPlan } limit)
            return limit with { Input = Apply(limit.Input) };

        var steps = PlanTree.StepsOfQuery(plan).ToList();
        var sources = steps.SelectMany(SourcesOf).ToList();
        return Prune(plan, ColumnUse.Of(steps.SelectMany(PlanExpressions.Of), sources));
    }

    private static IEnumerable<SourceSymbol> SourcesOf(LogicalPlan plan) => plan switch
    {
        ScanPlan scan => [scan.Source],
        DerivedPlan derived => [derived.Source],
        TablePlan table => [table.Table.Source],
        LookupPlan lookup => [lookup.Table],
        _ => [],
    };

    private static LogicalPlan Prune(LogicalPlan plan, ColumnUse use) => plan switch
    {
        ScanPlan scan => Prune(scan, use),
        DerivedPlan derived => derived with { Input = Apply(derived.Input) },
        TablePlan table => table with { Input = Prune(table.Input, use), Table = Prune(table.Table, use) },
        LookupPlan lookup => lookup with
        {
            Input = Prune(lookup.Input, use),
            Columns = use.Columns(lookup.Table),
            NeedsWholeRow = use.NeedsWholeRow(lookup.Table),
        },
        _ => PlanTree.WithInputs(plan, input => Prune(input, use)),
    };

    private static ScanPlan Prune(ScanPlan scan, ColumnUse use) => scan with
    {
        Columns = use.Columns(scan.Source, scan.TimestampColumn),
        NeedsWholeRow = use.NeedsWholeRow(scan.Source),
    };
}
