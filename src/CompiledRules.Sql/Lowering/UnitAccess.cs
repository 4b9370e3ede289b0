using CompiledRules.Sql.Binding;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Sql.Lowering;

/// <summary>What flows between two steps and how its columns are found.</summary>
/// <param name="Access">Given the unit, finds its columns.</param>
internal sealed record UnitShape(LoweredType Type, Func<LoweredExpression, RowAccess> Access);

/// <summary>A row that knows which of several streams it is of: the columns of the others are missing.</summary>
internal sealed class MergedRowAccess(IReadOnlyList<RowShape> shapes, LoweredExpression unit) : RowAccess
{
    private LoweredMember Row => new(LoweredType.Clr(RuntimeNames.Row), unit, "Row");

    public override LoweredExpression Column(SourceSymbol source, ColumnSymbol column) =>
        shapes.FirstOrDefault(shape => shape.Source == source) is { } shape
            ? Lowered.Conditional(Is(shape), PartOf(shape).Column(source, column), Lowered.Missing)
            : Lowered.Missing;

    public override LoweredExpression WholeRow(SourceSymbol? source, IReadOnlyList<SourceSymbol> all)
    {
        LoweredExpression whole = new LoweredCall(LoweredType.Object, RuntimeNames.Spread, "Whole", [Lowered.Missing]);
        return shapes
            .Where(shape => source is null || shape.Source == source)
            .Aggregate(whole, (rest, shape) => Lowered.Conditional(Is(shape), PartOf(shape).WholeRow(shape.Source, all), rest));
    }

    public override LoweredExpression Metadata(SourceSymbol? source) => new LoweredMember(LoweredType.Object.Nullable(), Row, "Metadata");

    // Every stream has the slots of the calls with history behind its own columns.
    public override LoweredExpression Analytic(BoundAnalytic call) => shapes
        .Select(shape => (Shape: shape, Value: PartOf(shape).Analytic(call)))
        .Aggregate((LoweredExpression)Lowered.Missing, (rest, part) => Lowered.Conditional(Is(part.Shape), part.Value, rest));

    public override LoweredExpression Remote(BoundRemote call) => shapes
        .Where(shape => shape.Has(call))
        .Select(shape => (Shape: shape, Value: PartOf(shape).Remote(call)))
        .Aggregate((LoweredExpression)Lowered.Missing, (rest, part) => Lowered.Conditional(Is(part.Shape), part.Value, rest));

    private LoweredBinary Is(RowShape shape) => new(
        LoweredType.Boolean, LoweredBinaryOperator.Equal, new LoweredMember(LoweredType.Clr("System.Int32"), unit, "Source"), Lowered.Int32(shape.Source.Index));

    private SourceRowAccess PartOf(RowShape shape) => new(shape, Row);
}

/// <summary>A row per source; a source that an outer join found nothing of has only missing columns.</summary>
/// <param name="order">Sources in the order in which they win a clash of names.</param>
/// <param name="results">Where results of calls are that were made with joined rows: a part of its own, and a slot there.</param>
internal sealed class JoinedRowAccess(
    IReadOnlyList<RowShape> shapes, IReadOnlyList<int> order, IReadOnlyDictionary<int, (int Part, int Slot)> results, LoweredExpression unit) : RowAccess
{
    public override LoweredExpression Column(SourceSymbol source, ColumnSymbol column)
    {
        var shape = ShapeOf(source.Index);
        return shape.HasSlot(column.Name) || shape.WholeRowSlot < 0
            ? Slot(shape.SlotOf(column.Name), source.Index)
            : new LoweredCall(LoweredType.Value, RuntimeNames.Operators, "Member", [Slot(shape.WholeRowSlot, source.Index), Lowered.Text(column.Name)]);
    }

    public override LoweredExpression WholeRow(SourceSymbol? source, IReadOnlyList<SourceSymbol> all) => order
        .Where(index => source is null || source.Index == index)
        .Select(Whole)
        .Aggregate(static (first, second) => new LoweredCall(LoweredType.Object, RuntimeNames.Spread, "Merge", [first, second]));

    public override LoweredExpression Metadata(SourceSymbol? source) =>
        new LoweredCall(LoweredType.Object.Nullable(), RuntimeNames.JoinedRow, "MetadataOf", [unit, Lowered.Int32(source?.Index ?? order[0])]);

    // The first source whose row is there has the results: they were computed when its row came.
    public override LoweredExpression Analytic(BoundAnalytic call)
    {
        var owners = order.Select(ShapeOf).Where(shape => shape.Has(call)).ToList();
        return FirstPresent(owners.ConvertAll(shape => Slot(shape.SlotOf(call), shape.Source.Index)));
    }

    public override LoweredExpression Remote(BoundRemote call)
    {
        if (results.TryGetValue(call.Number, out var place))
            return Slot(place.Slot, place.Part);

        var owners = order.Select(ShapeOf).Where(shape => shape.Has(call)).ToList();
        return FirstPresent(owners.ConvertAll(shape => Slot(shape.SlotOf(call), shape.Source.Index)));
    }

    private static LoweredExpression FirstPresent(List<LoweredCall> values) => values
        .AsEnumerable()
        .Reverse()
        .Aggregate((LoweredExpression)Lowered.Missing, static (rest, value) => new LoweredCall(LoweredType.Value, RuntimeNames.Operators, "FirstPresent", [value, rest]));

    private RowShape ShapeOf(int source) => shapes.First(shape => shape.Source.Index == source);

    private LoweredCall Slot(int slot, int source) => new(LoweredType.Value, RuntimeNames.JoinedRow, "Value", [unit, Lowered.Int32(source), Lowered.Int32(slot)]);

    private LoweredExpression Whole(int source)
    {
        var shape = ShapeOf(source);
        return shape.WholeRowSlot >= 0
            ? new LoweredCall(LoweredType.Object, RuntimeNames.Spread, "Whole", [Slot(shape.WholeRowSlot, source)])
            : new LoweredCall(LoweredType.Object, RuntimeNames.JoinedRow, "Object", [unit, Lowered.Int32(source), SourceRowAccess.Names(shape.Columns)]);
    }
}

/// <summary>A unit with something computed beside it: all but that is found in the unit itself.</summary>
internal abstract class OuterAccess(RowAccess inner) : RowAccess
{
    protected RowAccess Inner { get; } = inner;

    public override LoweredExpression Column(SourceSymbol source, ColumnSymbol column) => Inner.Column(source, column);

    public override LoweredExpression WholeRow(SourceSymbol? source, IReadOnlyList<SourceSymbol> all) => Inner.WholeRow(source, all);

    public override LoweredExpression Metadata(SourceSymbol? source) => Inner.Metadata(source);

    public override LoweredExpression Analytic(BoundAnalytic call) => Inner.Analytic(call);

    public override LoweredExpression Aggregate(BoundAggregate call) => Inner.Aggregate(call);

    public override LoweredExpression RowNumber(BoundRowNumber call) => Inner.RowNumber(call);

    public override LoweredExpression Remote(BoundRemote call) => Inner.Remote(call);
}

/// <summary>A group: aggregates from its state, columns of its key from that, others from its first unit, missing where the group has none.</summary>
internal sealed class GroupAccess(UnitShape first, AggregateLayout aggregates, GroupKeys keys, LoweredExpression group)
    : OuterAccess(first.Access(new LoweredMember(first.Type, group, "First")))
{
    public override LoweredExpression Column(SourceSymbol source, ColumnSymbol column) => keys.Find(source, column, group) ?? Present(Inner.Column(source, column));

    public override LoweredExpression WholeRow(SourceSymbol? source, IReadOnlyList<SourceSymbol> all) => Lowered.Conditional(
        IsEmpty, new LoweredCall(LoweredType.Object, RuntimeNames.Spread, "Whole", [Lowered.Missing]), Inner.WholeRow(source, all));

    public override LoweredExpression Metadata(SourceSymbol? source) =>
        Lowered.Conditional(IsEmpty, Lowered.Null(LoweredType.Object), Inner.Metadata(source));

    public override LoweredExpression Analytic(BoundAnalytic call) => Present(Inner.Analytic(call));

    public override LoweredExpression Remote(BoundRemote call) => Present(Inner.Remote(call));

    // Over nothing every aggregate is null, count too.
    public override LoweredExpression Aggregate(BoundAggregate call) => aggregates.ResultOf(call, group) switch
    {
        null => Inner.Aggregate(call),
        { Type.IsNullable: false } result when keys.IsEmpty => Lowered.Conditional(IsEmpty, Lowered.Null(result.Type), result),
        var result => result,
    };

    // A group of a key has units.
    private LoweredExpression IsEmpty => keys.IsEmpty ? new LoweredMember(LoweredType.Boolean, group, "IsEmpty") : Lowered.False;

    private LoweredExpression Present(LoweredExpression value) => keys.IsEmpty ? Lowered.Conditional(IsEmpty, Lowered.Missing, Lowered.ToValue(value)) : value;
}

/// <summary>A unit beside the aggregates of its whole collection.</summary>
internal sealed class TotalledAccess(UnitShape unit, AggregateLayout aggregates, LoweredType total, LoweredExpression totalled)
    : OuterAccess(unit.Access(new LoweredMember(unit.Type, totalled, "Unit")))
{
    public override LoweredExpression Aggregate(BoundAggregate call) =>
        aggregates.ResultOf(call, new LoweredMember(total, totalled, "Total")) ?? Inner.Aggregate(call);
}

/// <summary>A unit with its row numbers.</summary>
internal sealed class NumberedAccess(UnitShape unit, IReadOnlyList<BoundRowNumber> calls, LoweredExpression numbered)
    : OuterAccess(unit.Access(new LoweredMember(unit.Type, numbered, "Unit")))
{
    public override LoweredExpression RowNumber(BoundRowNumber call)
    {
        var index = calls.Select(static known => known.Site).ToList().IndexOf(call.Site);
        return index < 0
            ? Inner.RowNumber(call)
            : new LoweredCall(LoweredType.Int64, numbered.Type.Name!, "NumberOf", [numbered, Lowered.Int32(index)]);
    }
}

/// <summary>A unit with the results of calls into other processes.</summary>
internal sealed class CalledAccess(UnitShape unit, IReadOnlyList<int> calls, LoweredExpression called)
    : OuterAccess(unit.Access(new LoweredMember(unit.Type, called, "Unit")))
{
    public override LoweredExpression Remote(BoundRemote call)
    {
        var index = calls.ToList().IndexOf(call.Number);
        return index < 0
            ? Inner.Remote(call)
            : new LoweredCall(LoweredType.Value, called.Type.Name!, "ResultOf", [called, Lowered.Int32(index)]);
    }
}

/// <summary>A row on its own: it is the first of one.</summary>
internal sealed class SingleRowAccess(RowAccess inner) : OuterAccess(inner)
{
    public override LoweredExpression RowNumber(BoundRowNumber call) => new LoweredConstant(LoweredType.Int64, 1L);
}
