using CompiledRules.Sql.Binding;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Sql.Lowering;

/// <summary>A row of one source.</summary>
/// <param name="row">The row itself.</param>
/// <param name="analytics">Results of calls with history by site, where they are locals; otherwise they are in the row's further slots.</param>
internal sealed class SourceRowAccess(RowShape shape, LoweredExpression row, IReadOnlyDictionary<int, LoweredExpression>? analytics = null) : RowAccess
{
    public override LoweredExpression Column(SourceSymbol source, ColumnSymbol column) =>
        shape.IsClr ? ClrMember(column)
        : shape.HasSlot(column.Name) || shape.WholeRowSlot < 0 ? new LoweredSlot(row, shape.SlotOf(column.Name))
        : new LoweredCall(LoweredType.Value, RuntimeNames.Operators, "Member", [new LoweredSlot(row, shape.WholeRowSlot), Lowered.Text(column.Name)]);

    public override LoweredExpression WholeRow(SourceSymbol? source, IReadOnlyList<SourceSymbol> all)
    {
        if (shape.WholeRowSlot >= 0)
            return new LoweredCall(LoweredType.Object, RuntimeNames.Spread, "Whole", [new LoweredSlot(row, shape.WholeRowSlot)]);

        var columns = shape.Source.Stream.Columns;
        var names = Names(columns.Select(static column => column.Name));
        var values = columns.Select(column => Lowered.ToValue(Column(shape.Source, column))).ToEquatableArray();
        return new LoweredCall(LoweredType.Object, RuntimeNames.Spread, "Build", [names, new LoweredNewArray(LoweredType.Clr(RuntimeNames.Values), values)]);
    }

    public override LoweredExpression Metadata(SourceSymbol? source) => shape.IsClr
        ? new LoweredConstant(LoweredType.Object.Nullable(), null)
        : new LoweredMember(LoweredType.Object.Nullable(), row, "Metadata");

    public override LoweredExpression Analytic(BoundAnalytic call) =>
        analytics is not null ? analytics[call.Site] : new LoweredSlot(row, shape.SlotOf(call));

    public override LoweredExpression Remote(BoundRemote call) => new LoweredSlot(row, shape.SlotOf(call));

    public static LoweredExpression Names(IEnumerable<string> names) => new LoweredSingleton(
        LoweredType.Clr("System.String[]"),
        RuntimeNames.Spread,
        "Names",
        [new LoweredConstant(LoweredType.String, string.Join("\0", names))]);

    // A member is read in its own type and brought into the dialect's: numbers by widening, times and others through the run time.
    private LoweredExpression ClrMember(ColumnSymbol column)
    {
        var type = Lowered.TypeOf(column.Type).Nullable(column.IsNullable);
        var member = column.Member ?? throw new InvalidOperationException($"Column {column.Name} of a C# row has no member");
        if (column.ClrType is null)
            return new LoweredMember(type, row, member);

        var raw = new LoweredMember(LoweredType.Clr(column.ClrType, column.IsNullable), row, member);
        return type.IsNumber ? new LoweredConvert(raw, type) : new LoweredCall(type, RuntimeNames.Columns, "FromClr", [raw]);
    }
}
