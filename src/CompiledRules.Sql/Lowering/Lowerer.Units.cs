using CompiledRules.Sql.Binding;
using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Sql.Lowering;

public sealed partial class Lowerer
{
    private readonly List<RowShape> _shapes = [];
    private readonly List<ScanPlan> _scans = [];

    private List<SourceSymbol> Sources => [.. _shapes.Select(static shape => shape.Source).OrderBy(static source => source.Index)];

    /// <summary>The rows before a window: each with its own filters, then those of all together.</summary>
    private (LoweredOperator Operator, UnitShape Unit) RowUnits(LogicalPlan plan)
    {
        switch (plan)
        {
            case ScanPlan scan:
                return ScanUnits(scan);
            case DerivedPlan derived:
                return DerivedUnits(derived);
            case MergePlan merge:
                return MergeUnits(merge);
            case WatermarkPlan watermark:
                var (input, unit) = ToSlots(RowUnits(watermark.Input));
                return (new LoweredWatermark(input, _shapes.Select(static shape => shape.Source.Index).ToEquatableArray()), unit);
            case FilterPlan filter:
                return FilterUnits(filter, RowUnits(filter.Input));
            case AnalyticPlan analytic:
                return AnalyticUnits(analytic, RowUnits(analytic.Input));
            case RemotePlan remote:
                return RemoteUnits(remote, ToSlots(RowUnits(remote.Input)));
            // A single row is in order, and the first of its kind.
            case OrderPlan order:
                return RowUnits(order.Input);
            case RowNumberPlan number:
                return RowUnits(number.Input);
            default:
                throw new InvalidOperationException($"No lowered form for {plan.GetType().Name} before a window");
        }
    }

    private (LoweredOperator Operator, UnitShape Unit) ScanUnits(ScanPlan scan)
    {
        var shape = ShapeOf(scan);
        _shapes.Add(shape);
        _scans.Add(scan);
        return (new LoweredScan(shape, shape.IsClr ? null : TimestampOf(shape, scan)), RowUnit(shape));
    }

    /// <summary>Rows of a C# type as rows of slots, where more has to be kept beside them than they hold.</summary>
    private (LoweredOperator Operator, UnitShape Unit) ToSlots((LoweredOperator Operator, UnitShape Unit) input)
    {
        var shape = _shapes[_shapes.Count - 1];
        if (!shape.IsClr)
            return input;

        var (slots, body) = SlotsOf(shape, _scans.Find(scan => scan.Source == shape.Source)!);
        _shapes[_shapes.Count - 1] = slots;
        return (new LoweredRows(input.Operator, slots.Type, body), RowUnit(slots));
    }

    private (RowShape Slots, LoweredLambda Body) SlotsOf(RowShape shape, ScanPlan scan)
    {
        var slots = shape with { RowType = null };
        var body = Rows(shape.Type, new UnitShape(shape.Type, row => new SourceRowAccess(shape, row)), slots.Type, [scan.Source], (row, lowerer, scope) =>
        {
            var access = new SourceRowAccess(shape, row);
            var values = Lowered.Values(scan.Columns.Select(column => access.Column(scan.Source, column)));
            var timestamp = scan.Columns.FirstOrDefault(column => column.Name == scan.TimestampColumn);
            LoweredExpression time = timestamp is null
                ? new LoweredMember(LoweredType.Int64, scope.RowContext(), "EventTime")
                : TimestampOf(Lowered.ToValue(access.Column(scan.Source, timestamp)), scan, scope.Context);
            return new LoweredNew(slots.Type, [values, time, Lowered.Null(LoweredType.Object)], []);
        });
        return (slots, body);
    }

    private static UnitShape RowUnit(RowShape shape) => new(shape.Type, row => new SourceRowAccess(shape, row));

    private UnitShape MergedUnit() => new(LoweredType.Clr(RuntimeNames.TaggedRow), row => new MergedRowAccess(_shapes, row));

    // A stream alone in a statement that joins it with tables is one of several sources too.
    private (LoweredOperator Operator, UnitShape Unit) Tagged((LoweredOperator Operator, UnitShape Unit) input)
    {
        if (input.Unit.Type.Name == RuntimeNames.TaggedRow)
            return input;

        input = ToSlots(input);
        var source = _shapes[_shapes.Count - 1].Source;
        return (Tag(input, source), MergedUnit());
    }

    private LoweredRows Tag((LoweredOperator Operator, UnitShape Unit) input, SourceSymbol source)
    {
        var type = LoweredType.Clr(RuntimeNames.TaggedRow);
        var body = Rows(input.Unit.Type, input.Unit, type, [source], (row, _, _) => new LoweredNew(type, [row, Lowered.Int32(source.Index)], []));
        return new LoweredRows(input.Operator, type, body);
    }

    private (LoweredOperator Operator, UnitShape Unit) MergeUnits(MergePlan merge)
    {
        var inputs = new List<LoweredOperator>();
        foreach (var plan in merge.Inputs)
        {
            var input = ToSlots(RowUnits(plan));
            inputs.Add(Tag(input, _shapes[_shapes.Count - 1].Source));
        }

        return (new LoweredMerge(inputs.ToEquatableArray()), MergedUnit());
    }

    private (LoweredOperator Operator, UnitShape Unit) FilterUnits(FilterPlan filter, (LoweredOperator Operator, UnitShape Unit) input)
    {
        var body = Rows(input.Unit.Type, input.Unit, input.Unit.Type, Sources, (row, _, _) => row, filter.Predicate);
        return (new LoweredRows(input.Operator, input.Unit.Type, body), input.Unit);
    }

    /// <summary>The body of a step that makes one row of each, or none where the condition fails.</summary>
    private LoweredLambda Rows(
        LoweredType from, UnitShape unit, LoweredType to, IReadOnlyList<SourceSymbol> sources,
        Func<LoweredVariable, ExpressionLowerer, LambdaScope, LoweredExpression> make, BoundExpression? condition = null, string clause = "Where")
    {
        var row = new LoweredVariable(from, "row");
        var context = ContextParameter();
        var output = new LoweredVariable(LoweredType.Clr($"{RuntimeNames.Output}<{to.Name}>"), "output");
        return Write(context, () => unit.Access(row), sources, (lowerer, scope) =>
        {
            var statements = new List<LoweredStatement>();
            LoweredExpression? test = null;
            if (condition is not null)
            {
                test = lowerer.LowerCondition(condition);
                statements.Add(Mark(context, clause, condition.Span));
            }

            var hits = Hits(scope);
            var add = new LoweredDo(new LoweredInstanceCall(LoweredType.Void, output, "Add", [make(row, lowerer, scope)]));
            statements.AddRange(test is null ? [add] : [new LoweredIf(test, [.. hits, add])]);
            if (scope.NeedsRowContext)
                statements.Insert(0, EnterUnit(from, row, context));
            return scope.ToLambda([row, context, output], statements, null);
        });
    }

    private static LoweredDo EnterUnit(LoweredType type, LoweredVariable row, LoweredVariable context) => type.Name switch
    {
        RuntimeNames.Row => new LoweredDo(new LoweredInstanceCall(LoweredType.Void, context, "Enter", [row])),
        RuntimeNames.TaggedRow => new LoweredDo(new LoweredInstanceCall(
            LoweredType.Void, context, "Enter", [new LoweredMember(LoweredType.Clr(RuntimeNames.Row), row, "Row")])),
        _ => new LoweredDo(new LoweredInstanceCall(LoweredType.Void, context, "EnterNow", [])),
    };

    private static LoweredLambda? TimestampOf(RowShape shape, ScanPlan scan)
    {
        if (scan.TimestampColumn is not { } name)
            return null;

        var row = new LoweredVariable(shape.Type, "row");
        var context = ContextParameter();
        return new LoweredLambda([row, context], [], [], TimestampOf(new LoweredSlot(row, shape.SlotOf(name)), scan, context));
    }

    private static LoweredCall TimestampOf(LoweredExpression value, ScanPlan scan, LoweredVariable context)
    {
        var format = scan.Source.Stream.Option("TIMESTAMP_FORMAT");
        return new LoweredCall(
            LoweredType.Int64, RuntimeNames.Columns, "Timestamp", [value, Lowered.Text(scan.TimestampColumn!), new LoweredConstant(LoweredType.String.Nullable(), format), context]);
    }
}
