using CompiledRules.Sql.Binding;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Sql.Planning;

/// <summary>Lifts calls into other processes out of expressions into steps before those that need their results.</summary>
/// <remarks>
/// <list type="bullet">
/// <item>Equal calls of a unit are made once, wherever they are written; the calls of one step run at the same time.</item>
/// <item>A call whose argument or condition has another call in it is in a step behind that one's.</item>
/// <item>Conditions of WHERE that need no call act before the calls of the others.</item>
/// <item>A call in a branch of CASE or behind AND or OR is made only where that branch is taken.</item>
/// <item>A call on the columns of one row that an aggregate, a join or a filter of collections asks for is made when the row comes, before its window.</item>
/// </list>
/// </remarks>
internal sealed class RemoteCalls
{
    private readonly Dictionary<BoundExpression, BoundRemote> _results = [];
    private readonly Dictionary<int, SourceSymbol?> _sources = [];
    private readonly Counter _numbers;

    private RemoteCalls(Counter numbers) => _numbers = numbers;

    public static bool IsNeeded(LogicalPlan plan) =>
        plan.DescendantsAndSelf().SelectMany(PlanExpressions.Of).Any(BoundTree.HasRemote);

    public static LogicalPlan Apply(LogicalPlan plan) => new RemoteCalls(new Counter()).Lift(plan);

    private LogicalPlan Lift(LogicalPlan plan)
    {
        // Rows of another query, or of one stream among several, have none of the results of this one.
        var isOuter = plan is DerivedPlan or MergePlan or UnionPlan;
        plan = PlanTree.WithInputs(plan, input => isOuter ? new RemoteCalls(_numbers).Lift(input) : Lift(input));
        return plan switch
        {
            FilterPlan filter => LiftFilter(filter),
            LookupPlan { Residual: { } residual } lookup when BoundTree.HasRemote(residual) => LiftResidual(lookup, residual),
            _ => LiftStep(plan),
        };
    }

    // What is left of an ON clause filters what the lookup gave, so it may as well do so in a step of its own.
    private LogicalPlan LiftResidual(LookupPlan lookup, BoundExpression residual)
    {
        var conditions = BoundTree.Conjuncts(residual).ToList();
        var plain = BoundTree.And(conditions.FindAll(static condition => !BoundTree.HasRemote(condition)));
        return LiftFilter(new FilterPlan(LiftStep(lookup with { Residual = plain }), BoundTree.And(conditions.FindAll(BoundTree.HasRemote))!));
    }

    private LogicalPlan LiftFilter(FilterPlan filter)
    {
        var conditions = BoundTree.Conjuncts(filter.Predicate).Select(UseResults).ToList();
        if (!conditions.Exists(BoundTree.HasRemote) || CountsHits(filter.Predicate))
            return LiftStep(filter);

        var first = BoundTree.And(conditions.FindAll(static condition => !BoundTree.HasRemote(condition)));
        var then = BoundTree.And(conditions.FindAll(BoundTree.HasRemote))!;
        return LiftStep(new FilterPlan(first is null ? filter.Input : new FilterPlan(filter.Input, first), then));
    }

    // A counter of hits that two filters ask for would count twice.
    private static bool CountsHits(BoundExpression predicate) => predicate.DescendantsAndSelf().Any(static part => part is BoundHitState);

    private LogicalPlan LiftStep(LogicalPlan plan)
    {
        plan = PlanExpressions.Rewrite(plan, UseResult);
        while (Ready(plan) is { Count: > 0 } calls)
        {
            plan = Place(plan, calls);
            plan = PlanExpressions.Rewrite(plan, UseResult);
        }

        return plan;
    }

    private BoundExpression UseResults(BoundExpression expression) => BoundTree.Rewrite(expression, UseResult);

    private BoundExpression UseResult(BoundExpression part) =>
        part is BoundCall { Function.Remote: not null } && _results.TryGetValue(BoundTree.Normalize(part), out var result) ? result with { Span = part.Span } : part;

    /// <summary>The calls of a step that wait for no other.</summary>
    private static List<CallUse> Ready(LogicalPlan plan)
    {
        var uses = new CallUses();
        foreach (var expression in PlanExpressions.Of(plan))
            uses.Visit(expression, []);

        // A join asks a row before it is known which others it meets, so its conditions cannot spare a call.
        var all = plan is JoinPlan ? uses.All.ConvertAll(static use => use with { Condition = null }) : uses.All;
        return all.FindAll(static use => use.IsReady);
    }

    private LogicalPlan Place(LogicalPlan plan, List<CallUse> uses)
    {
        var early = IsCollective(plan) ? uses.FindAll(use => IsOfRow(use, plan)) : [];
        var late = uses.FindAll(use => !early.Contains(use));
        return PlanTree.WithInputs(plan, input =>
        {
            var placed = early.Count == 0 ? input : BelowCollections(input, rows => Add(rows, early, ClauseOf(plan)));
            return late.Count == 0 ? placed : Add(placed, late, ClauseOf(plan));
        });
    }

    private static string ClauseOf(LogicalPlan plan) => plan switch
    {
        FilterPlan => "Where",
        HavingPlan => "Having",
        JoinPlan => "Join",
        LookupPlan => "Lookup",
        WindowPlan => "Window",
        OrderPlan => "Order By",
        AnalyticPlan => "Analytic Function",
        _ => "Select",
    };

    private static bool IsCollective(LogicalPlan plan) =>
        plan is JoinPlan or LookupPlan or AggregatePlan or UnitAggregatePlan || plan is FilterPlan && !plan.IsRowLevel();

    // Whether all that a call reads is in one row of one stream.
    private static bool IsOfRow(CallUse use, LogicalPlan plan)
    {
        BoundExpression[] read = [.. use.Call.Arguments, .. use.Condition is null ? [] : new[] { use.Condition }];
        var steps = PlanTree.StepsOfQuery(plan).ToList();
        var streams = steps.Select(static step => step switch
        {
            ScanPlan { Source.Stream.Kind: StreamKind.Stream } scan => scan.Source,
            DerivedPlan derived => derived.Source,
            _ => null,
        }).OfType<SourceSymbol>().ToList();
        var sources = read.SelectMany(SourceUse.Of).Distinct().ToList();
        return read.SelectMany(BoundTree.DescendantsAndSelf).All(IsOfRow)
            && sources.TrueForAll(streams.Contains)
            && (streams.Count == 1 && steps.TrueForAll(static step => step is not (TablePlan or LookupPlan)) || sources.Count == 1 && !read.Any(SourceUse.IsUncertain));
    }

    private static bool IsOfRow(BoundExpression part) => part is not (BoundAggregate or BoundRowNumber or BoundHitState or BoundMeta)
        && !(part is BoundCall { Function.Remote: null } call && call.Function.Overloads.Any(static overload => overload.TakesContext));

    private static LogicalPlan BelowCollections(LogicalPlan plan, Func<LogicalPlan, LogicalPlan> change) =>
        plan.IsRowLevel() ? change(plan) : PlanTree.WithInputs(plan, input => BelowCollections(input, change));

    private RemotePlan Add(LogicalPlan input, List<CallUse> uses, string clause)
    {
        var isMerged = input.IsRowLevel() && PlanTree.StepsOfQuery(input).Any(static step => step is MergePlan);
        var calls = uses.ConvertAll(use =>
        {
            var number = _numbers.Next();
            var source = isMerged ? SourceOf(use.Call) : null;
            _results[use.Key] = new BoundRemote(use.Call.Span, number, BoundText.Of(use.Call), use.Call.Type);
            _sources[number] = source;
            return new RemoteCall(number, use.Call, use.Condition, source, clause);
        });
        return new RemotePlan(input, calls.ToEquatableArray());
    }

    // Of several streams in one sequence, only the rows of this one have what the call reads.
    private SourceSymbol? SourceOf(BoundCall call)
    {
        var read = call.DescendantsAndSelf().OfType<BoundRemote>().Select(result => _sources[result.Number]).OfType<SourceSymbol>();
        var sources = SourceUse.Of(call).Concat(read).Distinct().ToList();
        return sources.Count == 1 && !SourceUse.IsUncertain(call) ? sources[0] : null;
    }

    private sealed class Counter
    {
        private int _next;

        public int Next() => _next++;
    }
}
