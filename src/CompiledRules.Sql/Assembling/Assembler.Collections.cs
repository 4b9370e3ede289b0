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

    private AssembledObject Aggregate(LoweredAggregate aggregate)
    {
        var groups = aggregate.Groups;
        string[] types = [UnitOf(aggregate.Input), groups.First, groups.Key, groups.Comparer, groups.State];
        var (fold, isKeyed) = (Method("Fold", aggregate.Fold, isLoop: true), new AssembledConstant(groups.IsKeyed));
        if (aggregate is not { IsIncremental: true, Input: LoweredWindow window })
            return Stage("AggregateStage", types, Stage(aggregate.Input), fold, isKeyed);

        return window.Window.Kind switch
        {
            WindowKind.Hopping => Stage("GroupedPanesStage", types, Stage(window.Input), SpecOf(window.Window), fold, isKeyed, MergeOf(aggregate)),
            WindowKind.Sliding => Stage(
                "AggregatedSlideStage", [types[0], groups.First, groups.State], Stage(window.Input), SpecOf(window.Window), Method("Triggers", window.Trigger), fold, MergeOf(aggregate)),
            _ => Stage("GroupedWindowStage", types, Stage(window.Input), SpecOf(window.Window), fold, isKeyed),
        };
    }

    private AssembledMerge MergeOf(LoweredAggregate aggregate) => new(Unique("Merge"), aggregate.Groups.State, aggregate.MergeableStates!.Value);

    private static int RetainedOf(RowShape table)
    {
        if (int.TryParse(table.Source.Stream.Option("RETAIN_SIZE"), out var size) && size > 0)
            return size;
        return table.Source.Stream.Option("TYPE") is null or "" or "file" ? 9_999 : 1;
    }
}
