using System.Globalization;
using CompiledRules.Sql.Lowering;

namespace CompiledRules.Sql.Assembling;

/// <summary>Puts a lowered rule together of the stages of the run time.</summary>
public sealed partial class Assembler
{
    private static readonly AssembledConstant s_null = new(null);

    private readonly LoweredRule _rule;
    private readonly HashSet<string> _names = [];

    private Assembler(LoweredRule rule) => _rule = rule;

    public static AssembledRule Assemble(LoweredRule rule) => new(rule, new Assembler(rule).Stage(rule.Root), GivesRows(rule.Root));

    /// <summary>What a decoder has to deliver for an input of the rule.</summary>
    public static AssembledPart LayoutOf(RowShape shape) => Layout("CompiledRules.RowLayout", shape.Columns, shape.WholeRowSlot);

    /// <summary>The columns of output rows of slots.</summary>
    public static AssembledPart LayoutOf(OutputShape output) => Layout("CompiledRules.OutputLayout", output.Columns, output.SpreadSlot);

    private static bool GivesRows(LoweredOperator root) => root switch
    {
        LoweredRows => true,
        LoweredUnnest unnest => GivesRows(unnest.Input),
        LoweredLimit limit => GivesRows(limit.Input),
        LoweredDistinct distinct => GivesRows(distinct.Input),
        LoweredReshape reshape => GivesRows(reshape.Input),
        LoweredUnion union => union.Inputs.Items.All(GivesRows),
        _ => false,
    };

    private AssembledObject Stage(LoweredOperator step) => step switch
    {
        LoweredScan scan => Stage("ScanStage", [scan.Shape.Type.Name!], Number(InputOf(scan.Shape)), Number(scan.Shape.Source.Index), Method("TimestampOf", scan.Timestamp)),
        LoweredMerge merge => Merge(RuntimeNames.TaggedRow, merge.Inputs),
        LoweredUnion union => Merge(UnitOf(union), union.Inputs),
        LoweredReshape reshape => Stage("ReshapeStage", [], Stage(reshape.Input), Numbers(reshape.Slots), reshape.Whole is { } whole ? LayoutOf(whole) : s_null),
        LoweredWatermark watermark => Watermark(watermark),
        LoweredRows rows => Stage("RowsStage", [UnitOf(rows.Input), rows.RowType.Name!], Stage(rows.Input), Method("Rows", rows.Body, isLoop: true)),
        LoweredRemote remote => Calls(remote),
        LoweredWindow window => Window(window),
        LoweredSingle single => Stage("SingleStage", [UnitOf(single)], Stage(single.Input)),
        LoweredTable table => Table(table),
        LoweredJoin join => Join(join),
        LoweredLookup lookup => Lookup(lookup),
        LoweredFilter filter => Stage("FilterStage", [UnitOf(filter)], Stage(filter.Input), Method("Holds", filter.Predicate), new AssembledConstant(filter.IsOfWhole)),
        LoweredAggregate aggregate => Aggregate(aggregate),
        LoweredTotals totals => Stage("TotalsStage", [UnitOf(totals.Input), totals.StateType], Stage(totals.Input), Method("FoldAll", totals.Fold, isLoop: true)),
        LoweredRowNumber number => Numbering(number),
        LoweredOrder order => Stage("OrderStage", [UnitOf(order)], Stage(order.Input), Method("SortKeysOf", order.Sort.Keys), Flags(order.Sort.IsDescending)),
        LoweredProject project => Stage("ProjectStage", [UnitOf(project.Input), project.RowType.Name!], Stage(project.Input), Method("Project", project.Body)),
        LoweredLimit limit => Stage("LimitStage", [UnitOf(limit)], Stage(limit.Input), new AssembledConstant(limit.Count)),
        LoweredDistinct distinct => Stage("DistinctStage", [], Stage(distinct.Input)),
        LoweredUnnest unnest => Stage(
            "UnnestStage", [], Stage(unnest.Input), Number(unnest.Slot), Number(unnest.Output.SpreadSlot), new AssembledConstant(unnest.Function), Layout("CompiledRules.RowLayout", unnest.Output.Columns, -1)),
        _ => throw new InvalidOperationException($"No stage for {step.GetType().Name}"),
    };

    /// <summary>The full name of what a step hands on.</summary>
    private static string UnitOf(LoweredOperator step) => step switch
    {
        LoweredScan scan => scan.Shape.Type.Name!,
        LoweredMerge or LoweredTable => RuntimeNames.TaggedRow,
        LoweredJoin or LoweredLookup => RuntimeNames.JoinedRow,
        LoweredReshape or LoweredDistinct or LoweredUnnest => RuntimeNames.Row,
        LoweredUnion union => UnitOf(union.Inputs[0]),
        LoweredWatermark watermark => UnitOf(watermark.Input),
        LoweredRows rows => rows.RowType.Name!,
        LoweredRemote remote => remote.UnitType.Name!,
        LoweredWindow window => UnitOf(window.Input),
        LoweredSingle single => UnitOf(single.Input),
        LoweredFilter filter => UnitOf(filter.Input),
        LoweredAggregate aggregate => aggregate.Groups.Type.Name!,
        LoweredTotals totals => totals.UnitType.Name!,
        LoweredRowNumber number => number.UnitType.Name!,
        LoweredOrder order => UnitOf(order.Input),
        LoweredProject project => project.RowType.Name!,
        LoweredLimit limit => UnitOf(limit.Input),
        _ => throw new InvalidOperationException($"No unit of {step.GetType().Name}"),
    };

    private AssembledObject Merge(string unit, EquatableArray<LoweredOperator> inputs) =>
        Stage("MergeStage", [unit], new AssembledArray(Closed(StageNames.Programs + "Stage", unit), inputs.Items.Select(input => (AssembledPart)Stage(input)).ToEquatableArray()));

    private AssembledObject Watermark(LoweredWatermark watermark)
    {
        var inputs = _rule.Inputs.Items.Select(static shape => shape.Source.Index).ToList();
        return Stage(
            "WatermarkStage", [UnitOf(watermark)], Stage(watermark.Input), Numbers(watermark.Streams), Numbers(watermark.Streams.Items.Select(stream => Math.Max(0, inputs.IndexOf(stream)))));
    }

    private AssembledObject Calls(LoweredRemote remote)
    {
        var unit = UnitOf(remote.Input);
        var type = Closed(StageNames.Calls + "UnitCall", unit);
        var calls = remote.Calls.Items.Select(call => (AssembledPart)new AssembledObject(
            type, [Number(call.Function), Method("IsCalled", call.Condition), Method("ArgumentsOf", call.Arguments), Number(call.Place)]));
        return Stage(
            "CallStage",
            [unit, remote.UnitType.Name!],
            Stage(remote.Input),
            new AssembledArray(type, calls.ToEquatableArray()),
            Number(remote.Part),
            new AssembledConstant(remote.IsCollective));
    }

    private AssembledObject Numbering(LoweredRowNumber number)
    {
        var unit = UnitOf(number.Input);
        var numbering = Closed(StageNames.Collections + "RowNumbering", unit);
        var calls = number.Calls.Items.Select(call => (AssembledPart)new AssembledObject(
            numbering, [Method("PartitionOf", call.Partition), Method("SortKeysOf", call.Order?.Keys), Flags(call.Order?.IsDescending ?? default)]));
        return Stage("NumberStage", [unit], Stage(number.Input), new AssembledArray(numbering, calls.ToEquatableArray()));
    }

    private AssembledPart Method(string name, LoweredLambda? lambda, bool isLoop = false) => lambda is null ? s_null : new AssembledMethod(Unique(name), lambda, isLoop);

    private string Unique(string name)
    {
        var unique = name;
        for (var i = 2; !_names.Add(unique); i++)
            unique = name + i.ToString(CultureInfo.InvariantCulture);
        return unique;
    }

    private int InputOf(RowShape shape) => _rule.Inputs.Items.ToList().FindIndex(input => ReferenceEquals(input, shape));

    private static AssembledObject Stage(string name, string[] types, params AssembledPart[] arguments) => New(StageNames.Programs + name, types, arguments);

    private static AssembledObject New(string name, string[] types, params AssembledPart[] arguments) =>
        new(types.Length == 0 ? name : Closed(name, types), arguments.ToEquatableArray());

    private static string Closed(string name, params string[] types) => $"{name}<{string.Join(", ", types)}>";

    private static AssembledConstant Number(int number) => new(number);

    private static AssembledArray Numbers(IEnumerable<int> numbers) => new("System.Int32", numbers.Select(static number => (AssembledPart)new AssembledConstant(number)).ToEquatableArray());

    private static AssembledArray Flags(EquatableArray<bool> flags) => new("System.Boolean", flags.Items.Select(static flag => (AssembledPart)new AssembledConstant(flag)).ToEquatableArray());

    private static AssembledArray Texts(IEnumerable<string> texts) =>
        new("System.String", texts.Select(static text => (AssembledPart)new AssembledConstant(text)).ToEquatableArray(), IsImmutable: true);

    // What is no column of its own has a slot behind the others, without a name.
    private static AssembledObject Layout(string type, EquatableArray<string> columns, int wholeSlot) =>
        new(type, [Texts(wholeSlot >= 0 ? columns.Items.Append("") : columns.Items), Number(wholeSlot)]);
}
