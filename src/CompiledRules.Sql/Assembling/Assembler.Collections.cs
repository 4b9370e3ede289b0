using CompiledRules.Sql.Binding;
using CompiledRules.Sql.Lowering;
using CompiledRules.Sql.Syntax;

namespace CompiledRules.Sql.Assembling;

public sealed partial class Assembler
{
    private AssembledObject Window(LoweredWindow window) => Stage(
        "WindowStage",
        [UnitOf(window)],
        Stage(window.Input),
        SpecOf(window.Window),
        Method("Triggers", window.Trigger),
        Method("PartitionOf", window.Partition),
        Method("Begins", window.Begin),
        Method("Emits", window.Emit));

    private static AssembledObject SpecOf(BoundWindow window) => new(
        StageNames.Windows + "WindowSpec",
        [
            new AssembledChoice(StageNames.Windows + "WindowKind", window.Kind.ToString()),
            new AssembledChoice(StageNames.Time + "NaturalUnit", window.Unit.ToString()),
            new AssembledConstant(window.Length),
            new AssembledConstant(window.Second),
        ]);

    private AssembledObject Table(LoweredTable table)
    {
        AssembledPart[] arguments = [Stage(table.Input), Number(InputOf(table.Table)), Number(table.Table.Source.Index), Number(RetainedOf(table.Table)), Method("Keeps", table.Filter)];
        return table.Conversion is null
            ? Stage("TableStage", [], arguments)
            : Stage("ConvertedTableStage", [table.Table.Type.Name!], [.. arguments, Method("TableRows", table.Conversion, isLoop: true)]);
    }

    // Joins that follow each other are one stage.
    private AssembledObject Join(LoweredJoin join)
    {
        var steps = new List<AssembledPart>();
        LoweredOperator input = join;
        for (; input is LoweredJoin part; input = part.Input)
            steps.Insert(0, StepOf(part));
        return UnitOf(input) == RuntimeNames.TaggedRow
            ? Stage("JoinStage", [], Stage(input), new AssembledArray(StageNames.Collections + "JoinStep", steps.ToEquatableArray()))
            : throw new InvalidOperationException($"No join behind {input.GetType().Name}");
    }

    private AssembledObject StepOf(LoweredJoin join) => new(
        StageNames.Collections + "JoinStep",
        [
            new AssembledChoice(StageNames.Joins + "JoinKind", join.Kind.ToString()),
            Number(join.Right),
            Method("Matches", join.On),
            Method("LeftKeysOf", join.LeftKeys),
            Method("RightKeysOf", join.RightKeys),
        ]);

    private AssembledObject Lookup(LoweredLookup lookup)
    {
        var input = UnitOf(lookup.Input) == RuntimeNames.JoinedRow
            ? Stage(lookup.Input)
            : Stage("JoinStage", [], Stage(lookup.Input), new AssembledArray(StageNames.Collections + "JoinStep", []));
        var request = New(
            StageNames.Rules + "LookupRequest", [], new AssembledConstant(lookup.Table.Source.Stream.Name), Texts(lookup.KeyColumns.Items), LayoutOf(lookup.Table));
        return Stage(
            "LookupStage",
            [],
            input,
            request,
            Number(lookup.Table.Source.Index),
            new AssembledConstant(lookup.Kind == JoinKind.Left),
            Method("LookupKeysOf", lookup.Keys),
            Method("Remains", lookup.Residual));
    }

    private AssembledObject Aggregate(LoweredAggregate aggregate) =>
        aggregate.Input is LoweredWindow window && aggregate.IsRowWise && IsIncremental(window.Window, aggregate.MergeableStates is not null)
            ? GroupedWindow(aggregate, window)
            : Stage(
                "AggregateStage", [UnitOf(aggregate.Input), aggregate.StateType], Stage(aggregate.Input), Method("KeyOf", aggregate.Key), Method("Fold", aggregate.Fold));

    /// <summary>Whether rows can be folded as they arrive; otherwise they are kept: they overlap by less than a pane, or an aggregate does not merge.</summary>
    private static bool IsIncremental(BoundWindow window, bool merges) => window.Kind switch
    {
        WindowKind.Tumbling or WindowKind.Session => true,
        WindowKind.Count => window.Second is null || window.Second == window.Length,
        WindowKind.Hopping => merges && window.Second is { } hop && window.Length % hop == 0,
        _ => false,
    };

    private AssembledObject GroupedWindow(LoweredAggregate aggregate, LoweredWindow window)
    {
        var key = GroupKey.Of(aggregate.Key);
        return Stage(
            "GroupedWindowStage",
            [UnitOf(window), key.Type, key.Comparer, aggregate.StateType],
            Stage(window.Input),
            SpecOf(window.Window),
            Method("KeyOf", key.KeyOf),
            Method("Fold", aggregate.Fold),
            window.Window.Kind == WindowKind.Hopping ? new AssembledMerge(Unique("Merge"), aggregate.StateType, aggregate.MergeableStates!.Value) : s_null);
    }

    private static int RetainedOf(RowShape table)
    {
        if (int.TryParse(table.Source.Stream.Option("RETAIN_SIZE"), out var size) && size > 0)
            return size;
        return table.Source.Stream.Option("TYPE") is null or "" or "file" ? 9_999 : 1;
    }
}
