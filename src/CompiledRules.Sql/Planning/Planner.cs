using CompiledRules.Sql.Binding;
using CompiledRules.Sql.Symbols;
using CompiledRules.Sql.Syntax;

namespace CompiledRules.Sql.Planning;

/// <summary>Puts the clauses of a statement in the order in which the dialect runs them.</summary>
/// <remarks>
/// <code>
/// scan → merge → watermark → analytic → window → tables → joins → lookups → WHERE
///      → GROUP BY and aggregates → HAVING → row_number → ORDER BY → projection → DISTINCT → LIMIT → unnest → LIMIT
/// </code>
/// Nothing is moved here: that is for the rewrites of the <see cref="Optimizer"/>.
/// </remarks>
public sealed class Planner
{
    private readonly BoundSelect _select;

    private Planner(BoundSelect select) => _select = select;

    public static LogicalPlan Plan(BoundQuery query) => query switch
    {
        BoundSelect select => new Planner(select).Plan(),
        BoundUnion union => Limit(new UnionPlan(union.Selects.Select(static select => new Planner(select).Plan()).ToEquatableArray()), union.Limit),
        _ => throw new InvalidOperationException($"No plan for {query.GetType().Name}"),
    };

    private LogicalPlan Plan()
    {
        var plan = Events();
        plan = Analytic(plan);
        if (_select.Window is { } window)
            plan = new WindowPlan(plan, window);
        plan = Join(plan);
        if (_select.Where is { } where)
            plan = new FilterPlan(UnitAggregates(plan, [where]), where);
        plan = Groups(plan);
        plan = RowNumbers(plan);
        if (!_select.OrderBy.IsEmpty)
            plan = new OrderPlan(plan, _select.OrderBy);
        return Output(plan);
    }

    // One row after the other, of all streams.
    private LogicalPlan Events()
    {
        var inputs = _select.Sources.Items.Where(static source => source.Stream.Kind == StreamKind.Stream).Select(Source).ToEquatableArray();
        if (inputs.IsEmpty)
            inputs = [Scan(_select.Sources[0])];

        var plan = inputs.Count == 1 ? inputs[0] : new MergePlan(inputs);
        return _select.IsEventTime ? new WatermarkPlan(plan) : plan;
    }

    private LogicalPlan Source(SourceSymbol source) => _select.Derived.Items.FirstOrDefault(derived => derived.Source == source) is { } derived
        ? new DerivedPlan(Plan(derived.Query), source)
        : Scan(source);

    private ScanPlan Scan(SourceSymbol source) => new(
        source,
        source.Stream.Columns,
        source.Stream.IsSchemaless,
        _select.IsEventTime && source.Stream.Kind == StreamKind.Stream ? source.Stream.Option("TIMESTAMP") : null);

    private LogicalPlan Analytic(LogicalPlan plan)
    {
        var calls = Calls<BoundAnalytic>(AllExpressions())
            .GroupBy(static call => call.Site)
            .OrderBy(static same => same.Key)
            .Select(static same => same.First())
            .ToEquatableArray();
        return calls.IsEmpty ? plan : new AnalyticPlan(plan, calls);
    }

    // Tables first, since each event or window is joined with all they hold; lookups last, since they are asked for joined rows.
    private LogicalPlan Join(LogicalPlan plan)
    {
        foreach (var table in _select.Sources.Items.Where(static source => source.Stream.Kind == StreamKind.ScanTable))
        {
            if (plan is not ScanPlan { Source: var scanned } || scanned != table)
                plan = new TablePlan(plan, Scan(table), null);
        }

        foreach (var join in _select.Joins.Items.Where(static join => join.Right.Stream.Kind != StreamKind.LookupTable))
            plan = new JoinPlan(plan, join);
        foreach (var join in _select.Joins.Items.Where(static join => join.Right.Stream.Kind == StreamKind.LookupTable))
            plan = Lookup(plan, join);
        return plan;
    }

    private static LookupPlan Lookup(LogicalPlan plan, BoundJoin join)
    {
        var (keys, residual) = LookupCondition.Split(join);
        var kind = join.Kind == JoinKind.Left ? JoinKind.Left : JoinKind.Inner;
        return new(plan, kind, join.Right, keys, join.Right.Stream.Columns, join.Right.Stream.IsSchemaless, residual);
    }

    private LogicalPlan Groups(LogicalPlan plan)
    {
        var after = _select.Columns.Items.SelectMany(BoundTree.Expressions).Concat(_select.OrderBy.Select(static key => key.Expression));
        var having = _select.Having is { } condition ? new[] { condition } : [];
        plan = _select.IsAggregate
            ? new AggregatePlan(plan, _select.GroupBy, Aggregates(after.Concat(having)))
            : UnitAggregates(plan, after.Concat(having));
        return _select.Having is { } predicate ? new HavingPlan(plan, predicate) : plan;
    }

    private static LogicalPlan UnitAggregates(LogicalPlan plan, IEnumerable<BoundExpression> users)
    {
        var calls = Aggregates(users);
        return calls.IsEmpty ? plan : new UnitAggregatePlan(plan, calls);
    }

    private LogicalPlan RowNumbers(LogicalPlan plan)
    {
        var calls = Calls<BoundRowNumber>(_select.Columns.Items.SelectMany(BoundTree.Expressions).Concat(_select.OrderBy.Select(static key => key.Expression)))
            .GroupBy(static call => call.Site)
            .Select(static same => same.First())
            .ToEquatableArray();
        return calls.IsEmpty ? plan : new RowNumberPlan(plan, calls);
    }

    private LogicalPlan Output(LogicalPlan plan)
    {
        plan = new ProjectPlan(plan, _select.Columns);
        if (_select.IsDistinct)
            plan = new DistinctPlan(plan);
        plan = Limit(plan, _select.Limit);
        if (_select.Columns.Items.OfType<BoundTableColumn>().FirstOrDefault() is { } table)
            plan = Limit(new UnnestPlan(plan, table), _select.Limit);
        return plan;
    }

    private static LogicalPlan Limit(LogicalPlan plan, long? limit) => limit is { } count ? new LimitPlan(plan, count) : plan;

    private IEnumerable<BoundExpression> AllExpressions() =>
        _select.Columns.Items.SelectMany(BoundTree.Expressions)
            .Concat(_select.Joins.Items.Select(static join => join.On).Append(_select.Where).OfType<BoundExpression>())
            .Concat(_select.Window is null ? [] : BoundTree.Expressions(_select.Window))
            .Concat(_select.GroupBy.Items)
            .Concat(_select.Having is null ? [] : new[] { _select.Having })
            .Concat(_select.OrderBy.Select(static key => key.Expression));

    // Equal calls are one computation, wherever they are written.
    private static EquatableArray<BoundAggregate> Aggregates(IEnumerable<BoundExpression> users) =>
        Calls<BoundAggregate>(users).GroupBy(BoundTree.Normalize).Select(static same => same.First()).ToEquatableArray();

    private static IEnumerable<T> Calls<T>(IEnumerable<BoundExpression> expressions)
        where T : BoundExpression => expressions.SelectMany(BoundTree.DescendantsAndSelf).OfType<T>();
}
