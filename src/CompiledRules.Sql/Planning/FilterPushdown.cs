using CompiledRules.Sql.Binding;
using CompiledRules.Sql.Symbols;
using CompiledRules.Sql.Syntax;

namespace CompiledRules.Sql.Planning;

/// <summary>Moves conditions of WHERE and ON as near to the sources as the dialect does.</summary>
/// <remarks>
/// This one shows in results. In processing time, WHERE acts before a tumbling, hopping, session or state window, so that an empty window is
/// emitted still; after a count or sliding window, and after any window of event time, so that nothing is emitted where nothing is left.
/// </remarks>
internal sealed class FilterPushdown
{
    private static readonly HashSet<string> s_windowFunctions = new(StringComparer.Ordinal) { "window_start", "window_end", "window_trigger" };

    private readonly bool _movesBelowOuterJoins;

    private FilterPushdown(bool movesBelowOuterJoins) => _movesBelowOuterJoins = movesBelowOuterJoins;

    public static LogicalPlan Apply(LogicalPlan plan, RuleOptions options) =>
        new FilterPushdown(options.PlanOptimizeStrategy.FilterBelowOuterJoins).Apply(plan);

    private LogicalPlan Apply(LogicalPlan plan) => plan is FilterPlan or JoinPlan or LookupPlan
        ? Absorb(Push(plan, []))
        : PlanTree.WithInputs(plan, Apply);

    private static LogicalPlan Absorb(Pushed pushed) => Filter(pushed.Plan, pushed.Rest);

    private static LogicalPlan Filter(LogicalPlan plan, IReadOnlyList<BoundExpression> conditions) =>
        BoundTree.And(conditions) is { } predicate ? new FilterPlan(plan, predicate) : plan;

    // Pushes conditions into a plan; what it cannot take is handed back.
    private Pushed Push(LogicalPlan plan, IReadOnlyList<BoundExpression> conditions) => plan switch
    {
        FilterPlan filter => new(Absorb(Push(filter.Input, [.. BoundTree.Conjuncts(filter.Predicate), .. conditions])), []),
        LookupPlan lookup => PushBelowLookup(lookup, conditions),
        JoinPlan join => PushBelowJoins(join, conditions),
        TablePlan table => PushIntoTable(table, conditions),
        WindowPlan window => PushBelowWindow(window, conditions),
        MergePlan merge => PushIntoMerge(merge, conditions),
        AnalyticPlan or WatermarkPlan when HasMerge(plan) => new(PlanTree.WithInputs(plan, Apply), conditions),
        AnalyticPlan or WatermarkPlan or ScanPlan or DerivedPlan => new(Filter(PlanTree.WithInputs(plan, Apply), conditions), []),
        _ => new(PlanTree.WithInputs(plan, Apply), conditions),
    };

    // The ON clause of a lookup is a filter after it but for its keys, so all that does not read the table goes below.
    private Pushed PushBelowLookup(LookupPlan lookup, IReadOnlyList<BoundExpression> conditions)
    {
        var residual = lookup.Residual is null ? [] : BoundTree.Conjuncts(lookup.Residual).ToList();
        var below = Push(lookup.Input, [.. residual.Where(IsBelow), .. conditions.Where(IsBelow)]);
        var above = conditions.Where(condition => !IsBelow(condition)).ToList();
        var input = Absorb(below);
        return new(lookup with { Input = input, Residual = BoundTree.And(residual.Where(condition => !IsBelow(condition))) }, above);

        bool IsBelow(BoundExpression condition) => !MayRead(condition, lookup.Table);
    }

    private Pushed PushBelowJoins(JoinPlan top, IReadOnlyList<BoundExpression> conditions)
    {
        var joins = new List<BoundJoin>();
        LogicalPlan input = top;
        while (input is JoinPlan join)
        {
            joins.Insert(0, join.Join);
            input = join.Input;
        }

        return joins.TrueForAll(static join => join.Kind == JoinKind.Inner)
            ? PushBelowInner(input, joins, conditions)
            : PushBelowOuter(input, joins, conditions);
    }

    // With inner joins only, WHERE and ON are one: conditions on one source go to it, the others to the first join that knows their sources.
    private Pushed PushBelowInner(LogicalPlan input, List<BoundJoin> joins, IReadOnlyList<BoundExpression> conditions)
    {
        var above = conditions.Where(HasLateCall).ToList();
        var all = joins.SelectMany(static join => join.On is null ? [] : BoundTree.Conjuncts(join.On)).Concat(conditions.Where(condition => !above.Contains(condition))).ToList();
        var below = Push(input, all.FindAll(static condition => SingleSource(condition) is not null));
        var remaining = all.FindAll(static condition => SingleSource(condition) is null).Concat(below.Rest).ToList();
        var plan = below.Plan;
        foreach (var join in joins)
        {
            var isLast = join == joins[joins.Count - 1];
            var known = remaining.FindAll(condition => isLast || IsKnownAt(join, condition));
            remaining.RemoveAll(known.Contains);
            plan = new JoinPlan(plan, join with { On = BoundTree.And(known) });
        }

        return new(plan, above);
    }

    private Pushed PushBelowOuter(LogicalPlan input, List<BoundJoin> joins, IReadOnlyList<BoundExpression> conditions)
    {
        var below = Push(input, [.. conditions.Where(IsMovable)]);
        var plan = joins.Aggregate(below.Plan, static (plan, join) => new JoinPlan(plan, join));
        return new(plan, [.. conditions.Where(condition => !IsMovable(condition)), .. below.Rest]);

        bool IsMovable(BoundExpression condition) =>
            SingleSource(condition) is { } source && !HasLateCall(condition) && (_movesBelowOuterJoins || !IsNullSupplied(source, joins));
    }

    // Whether a join can leave the source out of a row: as the right side of LEFT, as the left side of RIGHT, as either side of FULL.
    private static bool IsNullSupplied(SourceSymbol source, List<BoundJoin> joins) => joins.Exists(join =>
        join.Right == source && join.Kind is JoinKind.Left or JoinKind.Full
        || join.Right.Index > source.Index && join.Kind is JoinKind.Right or JoinKind.Full);

    private Pushed PushIntoTable(TablePlan table, IReadOnlyList<BoundExpression> conditions)
    {
        var above = conditions.Where(HasLateCall).ToList();
        var own = conditions.Where(condition => SingleSource(condition) == table.Table.Source && !above.Contains(condition)).ToList();
        var input = Push(table.Input, [.. conditions.Where(condition => !own.Contains(condition) && !above.Contains(condition))]);
        var filter = table.Filter is null ? own : own.Prepend(table.Filter);
        return new(table with { Input = input.Plan, Filter = BoundTree.And(filter) }, [.. above, .. input.Rest]);
    }

    private Pushed PushBelowWindow(WindowPlan window, IReadOnlyList<BoundExpression> conditions)
    {
        var moves = !EmitsByRow(window.Window) && !IsEventTime(window.Input);
        var below = Push(window.Input, [.. conditions.Where(condition => moves && !ReadsWindow(condition))]);
        return new(window with { Input = below.Plan }, [.. conditions.Where(condition => !moves || ReadsWindow(condition)), .. below.Rest]);
    }

    private Pushed PushIntoMerge(MergePlan merge, IReadOnlyList<BoundExpression> conditions)
    {
        var rest = conditions.ToList();
        var inputs = merge.Inputs.Select(input =>
        {
            var own = rest.FindAll(condition => SingleSource(condition) is { } source && source == SourceOf(input));
            rest.RemoveAll(own.Contains);
            return Absorb(Push(input, own));
        }).ToEquatableArray();
        return new(merge with { Inputs = inputs }, rest);
    }

    private static SourceSymbol? SourceOf(LogicalPlan input) => input switch
    {
        ScanPlan scan => scan.Source,
        DerivedPlan derived => derived.Source,
        _ => null,
    };

    private static bool HasMerge(LogicalPlan plan) => plan is MergePlan || plan is AnalyticPlan or WatermarkPlan && PlanTree.Inputs(plan).Any(HasMerge);

    private static bool EmitsByRow(BoundWindow window) => window.Kind is WindowKind.Count or WindowKind.Sliding;

    private static bool IsEventTime(LogicalPlan events) => events is WatermarkPlan or AnalyticPlan { Input: WatermarkPlan };

    /// <summary>The only source that a condition reads; null for none, several, or where only the row tells.</summary>
    private static SourceSymbol? SingleSource(BoundExpression condition) =>
        !SourceUse.IsUncertain(condition) && SourceUse.Of(condition) is [var source] ? source : null;

    // A call into another process is made with the rows of one stream or behind the joins, never for the rows of a table or inside a join.
    private static bool HasLateCall(BoundExpression condition) =>
        BoundTree.HasRemote(condition) && SingleSource(condition) is not { Stream.Kind: StreamKind.Stream };

    private static bool IsKnownAt(BoundJoin join, BoundExpression condition) =>
        !SourceUse.IsUncertain(condition) && SourceUse.Of(condition).All(source => source.Index <= join.Right.Index);

    private static bool MayRead(BoundExpression condition, SourceSymbol table) => SourceUse.Of(condition).Contains(table)
        || condition.DescendantsAndSelf().Any(part => part is BoundFirstField field && field.Sources.Contains(table) || part is BoundWholeRow { Source: null });

    private static bool ReadsWindow(BoundExpression condition) =>
        condition.DescendantsAndSelf().Any(static part => part is BoundCall { Function.IsBuiltIn: true } call && s_windowFunctions.Contains(call.Function.Name));

    private sealed record Pushed(LogicalPlan Plan, IReadOnlyList<BoundExpression> Rest);
}
