namespace CompiledRules.Sql.Lowering;

/// <summary>A step of a rule taken apart: what it is, what it works on, and the functions a back end compiles for it.</summary>
public sealed record LoweredStep(string Title, EquatableArray<LoweredOperator> Inputs, EquatableArray<LoweredFunction> Functions)
{
    public static LoweredStep Of(LoweredOperator step) => step switch
    {
        LoweredScan scan => New($"Scan {scan.Shape.Source.Name} [{string.Join(", ", scan.Shape.Columns)}]{(scan.Shape.WholeRowSlot < 0 ? "" : " whole row")}", [], ("timestamp", scan.Timestamp)),
        LoweredMerge merge => New("Merge", merge.Inputs),
        LoweredWatermark watermark => New("Watermark", [watermark.Input]),
        LoweredRows rows => New("Rows", [rows.Input], ("body", rows.Body)),
        LoweredRemote remote => New(
            $"Remote {remote.Calls.Count}", [remote.Input], [.. remote.Calls.SelectMany(static call => new (string, LoweredLambda?)[] { ("condition", call.Condition), ("arguments", call.Arguments) })]),
        LoweredWindow window => New(
            $"Window {window.Window.Kind}", [window.Input], ("trigger", window.Trigger), ("partition", window.Partition), ("begin", window.Begin), ("emit", window.Emit)),
        LoweredSingle single => New("Single", [single.Input]),
        LoweredTable table => New($"Table {table.Table.Source.Name}", [table.Input], ("conversion", table.Conversion), ("filter", table.Filter)),
        LoweredJoin join => New($"Join {join.Kind}", [join.Input], ("on", join.On), ("left keys", join.LeftKeys), ("right keys", join.RightKeys)),
        LoweredLookup lookup => New($"Lookup {lookup.Table.Source.Name} by {string.Join(", ", lookup.KeyColumns)}", [lookup.Input], ("keys", lookup.Keys), ("residual", lookup.Residual)),
        LoweredFilter filter => New("Filter", [filter.Input], ("predicate", filter.Predicate)),
        LoweredAggregate aggregate => New("Aggregate", [aggregate.Input], ("fold", aggregate.Fold)),
        LoweredTotals totals => New("Totals", [totals.Input], ("fold", totals.Fold)),
        LoweredRowNumber number => New("RowNumber", [number.Input], [.. number.Calls.SelectMany(static call => new (string, LoweredLambda?)[] { ("partition", call.Partition), ("order", call.Order?.Keys) })]),
        LoweredOrder order => New("Order", [order.Input], ("keys", order.Sort.Keys)),
        LoweredProject project => New("Project", [project.Input], ("body", project.Body)),
        LoweredUnnest unnest => New($"Unnest {unnest.Function}", [unnest.Input]),
        LoweredDistinct distinct => New("Distinct", [distinct.Input]),
        LoweredLimit limit => New($"Limit {limit.Count}", [limit.Input]),
        LoweredReshape reshape => New("Reshape", [reshape.Input]),
        LoweredUnion union => New("Union", union.Inputs),
        _ => throw new InvalidOperationException($"No parts of {step.GetType().Name}"),
    };

    private static LoweredStep New(string title, EquatableArray<LoweredOperator> inputs, params (string Name, LoweredLambda? Lambda)[] functions) => new(
        title,
        inputs,
        functions.Where(static function => function.Lambda is not null).Select(static function => new LoweredFunction(function.Name, function.Lambda!)).ToEquatableArray());
}

/// <summary>A lambda by its part in a step.</summary>
public sealed record LoweredFunction(string Name, LoweredLambda Lambda);
