using CompiledRules.Sql.Binding;
using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Syntax;

namespace CompiledRules.Sql.Lowering;

public sealed partial class Lowerer
{
    private readonly List<int> _order = [];

    // Counters that the select list shows; a condition on collections that counts them keeps what it has seen.
    private readonly HashSet<int> _shownHits = [];
    private readonly HashSet<int> _keptHits = [];

    /// <summary>Collections: windows, or what one event was joined to.</summary>
    private (LoweredOperator Operator, UnitShape Unit) Units(LogicalPlan plan)
    {
        switch (plan)
        {
            case WindowPlan window:
                return WindowUnits(window, RowUnits(window.Input));
            case TablePlan table:
                return TableUnits(table);
            case JoinPlan join:
                return JoinUnits(join, Joinable(join.Input));
            case LookupPlan lookup:
                return LookupUnits(lookup, Joinable(lookup.Input));
            case FilterPlan filter when !filter.IsRowLevel():
                return CollectionFilter(filter.Predicate, "Where", Units(filter.Input), isOfWhole: false);
            case HavingPlan having:
                // Without groups the rows of a window are one group, which is asked once and goes on row by row.
                return CollectionFilter(having.Predicate, "Having", Units(having.Input), isOfWhole: !IsGrouped(having.Input));
            case RemotePlan remote when !remote.IsRowLevel():
                return RemoteUnits(remote, Units(remote.Input));
            case UnitAggregatePlan totals:
                return TotalUnits(totals, Units(totals.Input));
            case AggregatePlan aggregate:
                return GroupUnits(aggregate, Units(aggregate.Input));
            case RowNumberPlan number:
                return NumberUnits(number, Units(number.Input));
            case OrderPlan order when !order.IsRowLevel():
                return OrderUnits(order, Units(order.Input));
            default:
                var (input, unit) = RowUnits(plan);
                return (new LoweredSingle(input), unit);
        }
    }

    private (LoweredOperator Operator, UnitShape Unit) WindowUnits(WindowPlan plan, (LoweredOperator Operator, UnitShape Unit) input)
    {
        var window = plan.Window;
        if (window.Filter is not null)
            input = (new LoweredRows(input.Operator, input.Unit.Type, Rows(input.Unit.Type, input.Unit, input.Unit.Type, Sources, (row, _, _) => row, window.Filter, "Window Filter")), input.Unit);

        var lowered = new LoweredWindow(
            input.Operator,
            window,
            ConditionOf(window.Trigger, input.Unit),
            window.PartitionBy.Count == 0 ? null : ValuesOf(window.PartitionBy, input.Unit, "Window"),
            ConditionOf(window.Begin, input.Unit),
            ConditionOf(window.Emit, input.Unit));
        return (lowered, input.Unit);
    }

    private LoweredLambda? ConditionOf(BoundExpression? condition, UnitShape unit) => condition is null ? null : Predicate(condition, unit, "Window");

    private (LoweredOperator Operator, UnitShape Unit) TableUnits(TablePlan plan)
    {
        var input = Tagged(plan.Input.IsRowLevel() ? RowUnits(plan.Input) : Units(plan.Input));
        var collection = plan.Input.IsRowLevel() ? new LoweredSingle(input.Operator) : input.Operator;
        var shape = ShapeOf(plan.Table);
        var (kept, conversion) = shape.IsClr ? SlotsOf(shape, plan.Table) : (shape, null);
        _shapes.Add(kept);
        var filter = plan.Filter is null ? null : Predicate(plan.Filter, RowUnit(kept), "Where");
        return (new LoweredTable(collection, shape, conversion, filter), MergedUnit());
    }

    // What is joined first are rows of several sources.
    private (LoweredOperator Operator, UnitShape Unit) Joinable(LogicalPlan plan)
    {
        if (!plan.IsRowLevel())
        {
            var units = Units(plan);
            return units.Unit.Type.Name == RuntimeNames.JoinedRow ? units : Tagged(units);
        }

        return (new LoweredSingle(Tagged(RowUnits(plan)).Operator), MergedUnit());
    }

    /// <summary>The columns of both sides that a join wants equal.</summary>
    private static List<(BoundExpression Left, BoundExpression Right)> JoinKeys(BoundJoin join)
    {
        var keys = new List<(BoundExpression Left, BoundExpression Right)>();
        foreach (var condition in join.On is null ? [] : BoundTree.Conjuncts(join.On))
        {
            if (condition is not BoundBinary { Operator: BinaryOperator.Equal, Left: BoundField left, Right: BoundField right })
                continue;

            if (right.Source == join.Right && left.Source.Index < join.Right.Index)
                keys.Add((left, right));
            else if (left.Source == join.Right && right.Source.Index < join.Right.Index)
                keys.Add((right, left));
        }

        return keys;
    }

    private UnitShape JoinedUnit(params int[] sources)
    {
        var order = sources.Length > 0 ? sources : [.. _order];
        return new UnitShape(LoweredType.Clr(RuntimeNames.JoinedRow), row => new JoinedRowAccess(_shapes, order, _joinedResults, row));
    }

    private void AddToOrder(int source, bool isFirst)
    {
        if (_order.Count == 0)
            _order.Add(0);
        _order.Insert(isFirst ? 0 : _order.Count, source);
    }

    private (LoweredOperator Operator, UnitShape Unit) JoinUnits(JoinPlan plan, (LoweredOperator Operator, UnitShape Unit) input)
    {
        var join = plan.Join;
        var keys = JoinKeys(join);
        var leftKeys = keys.Count == 0 ? null : ValuesOf(keys.Select(static key => key.Left).ToEquatableArray(), _order.Count == 0 ? JoinedUnit(0) : JoinedUnit(), "Join");
        var rightKeys = keys.Count == 0 ? null : ValuesOf(keys.Select(static key => key.Right).ToEquatableArray(), RowUnit(_shapes.First(shape => shape.Source == join.Right)), "Join");
        AddToOrder(join.Right.Index, isFirst: join.Kind == JoinKind.Right);
        var unit = JoinedUnit();
        return (new LoweredJoin(input.Operator, join.Kind, join.Right.Index, join.On is null ? null : Predicate(join.On, unit, "Join"), leftKeys, rightKeys), unit);
    }

    private (LoweredOperator Operator, UnitShape Unit) LookupUnits(LookupPlan plan, (LoweredOperator Operator, UnitShape Unit) input)
    {
        if (_order.Count == 0)
            _order.Add(_shapes[0].Source.Index);
        var before = JoinedUnit();
        var columns = plan.Columns.Select(static column => column.Name).ToEquatableArray();
        var shape = new RowShape(plan.Table, null, columns, plan.NeedsWholeRow ? columns.Count : -1, []);
        var keys = ValuesOf(plan.Keys.Select(static key => key.Value).ToEquatableArray(), before, "Lookup");
        _shapes.Add(shape);
        AddToOrder(plan.Table.Index, isFirst: false);
        var unit = JoinedUnit();
        var residual = plan.Residual is null ? null : Predicate(plan.Residual, unit, "Join");
        var names = plan.Keys.Select(static key => key.Column).ToEquatableArray();
        return (new LoweredLookup(input.Operator, plan.Kind, shape, names, keys, residual), unit);
    }

    private (LoweredOperator Operator, UnitShape Unit) CollectionFilter(
        BoundExpression predicate, string clause, (LoweredOperator Operator, UnitShape Unit) input, bool isOfWhole) =>
        (new LoweredFilter(input.Operator, Predicate(predicate, input.Unit, clause), isOfWhole), input.Unit);

    private (LoweredOperator Operator, UnitShape Unit) NumberUnits(RowNumberPlan plan, (LoweredOperator Operator, UnitShape Unit) input)
    {
        var calls = plan.Calls
            .Select(call => new LoweredNumbering(
                call.PartitionBy.Count == 0 ? null : ValuesOf(call.PartitionBy, input.Unit, "Select"),
                call.OrderBy.Count == 0 ? null : SortOf(call.OrderBy, input.Unit)))
            .ToEquatableArray();
        var type = LoweredType.Clr($"{RuntimeNames.Numbered}<{input.Unit.Type.Name}>");
        return (new LoweredRowNumber(input.Operator, calls, type), new UnitShape(type, unit => new NumberedAccess(input.Unit, plan.Calls, unit)));
    }

    private (LoweredOperator Operator, UnitShape Unit) OrderUnits(OrderPlan plan, (LoweredOperator Operator, UnitShape Unit) input) =>
        (new LoweredOrder(input.Operator, SortOf(plan.Keys, input.Unit)), input.Unit);

    private LoweredSort SortOf(EquatableArray<BoundSortKey> keys, UnitShape unit) => new(
        ValuesOf(keys.Select(static key => key.Expression).ToEquatableArray(), unit, "Order By"),
        keys.Select(static key => key.IsDescending).ToEquatableArray());

    /// <summary>A condition on a unit, which also counts the hits it asks for.</summary>
    private LoweredLambda Predicate(BoundExpression predicate, UnitShape unit, string clause)
    {
        var row = new LoweredVariable(unit.Type, "row");
        var context = ContextParameter();
        return Write(context, () => unit.Access(row), Sources, (lowerer, scope) =>
        {
            var statements = new List<LoweredStatement> { Mark(context, clause, predicate.Span) };
            var condition = lowerer.LowerCondition(predicate);
            var kept = clause == "Window" ? [] : scope.HitSites.Where(_shownHits.Contains).ToList();
            _keptHits.UnionWith(kept);
            var hits = Hits(scope, kept);
            if (hits.Count > 0)
            {
                var holds = scope.Local(LoweredType.Boolean, "holds");
                statements.Add(new LoweredAssign(holds, condition));
                statements.Add(new LoweredIf(holds, hits.ToEquatableArray()));
                condition = holds;
            }

            if (scope.NeedsRowContext && unit.Type.Name is RuntimeNames.Row or RuntimeNames.TaggedRow)
                statements.Insert(0, EnterUnit(unit.Type, row, context));
            return scope.ToLambda([row, context], statements, condition);
        });
    }

    private LoweredLambda ValuesOf(EquatableArray<BoundExpression> expressions, UnitShape unit, string clause)
    {
        var row = new LoweredVariable(unit.Type, "row");
        var context = ContextParameter();
        return Write(context, () => unit.Access(row), Sources, (lowerer, scope) => scope.ToLambda(
            [row, context],
            [Mark(context, clause, expressions[0].Span)],
            Lowered.Values(expressions.Select(lowerer.LowerToValue))));
    }

    private LoweredProject LowerCollectionProject(ProjectPlan project)
    {
        var shown = project.Columns.Items.SelectMany(BoundTree.Expressions).SelectMany(BoundTree.DescendantsAndSelf).OfType<BoundHitState>();
        _shownHits.UnionWith(shown.Select(static hit => hit.Site));
        _groupUsers = UsersOfGroups(project).ToList();
        var (input, unit) = Units(project.Input);
        var row = new LoweredVariable(unit.Type, "row");
        var context = ContextParameter();
        var output = new LoweredVariable(LoweredType.Clr($"{RuntimeNames.Output}<{_output.Type.Name}>"), "output");
        var body = Write(context, () => unit.Access(row), Sources, (lowerer, scope) =>
        {
            var statements = new List<LoweredStatement>();
            scope.KeptHits = _keptHits;
            var value = OutputRow(project.Columns, lowerer, scope, statements, unit.Type.Name == RuntimeNames.Row ? row : null);
            if (value is not null)
                statements.Add(new LoweredDo(new LoweredInstanceCall(LoweredType.Void, output, "Add", [value])));
            statements.AddRange(Hits(scope));
            return scope.ToLambda([row, context, output], statements, null);
        });
        return new LoweredProject(input, unit.Type, _output.Type, body);
    }
}
