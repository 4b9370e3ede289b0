using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;
using CompiledRules.State;

namespace CompiledRules.Compiler.Programs;

/// <summary>A step of a compiled rule: code without state, from which each run makes an operator.</summary>
/// <typeparam name="TUnit">What the step hands on.</typeparam>
internal abstract class Stage<TUnit>
{
    /// <summary>Makes the step's operator and all before it for one run.</summary>
    public abstract void Connect(RunScope run, IWindowObserver<TUnit> next);
}

internal sealed class ScanStage<TRow>(int input, int source, Func<Row, RuleContext, long>? timestamp) : Stage<TRow>
{
    public override void Connect(RunScope run, IWindowObserver<TRow> next)
    {
        if (timestamp is not null)
            next = (IWindowObserver<TRow>)(object)new TimestampStep(timestamp, run.Context, (IWindowObserver<Row>)next);
        run.Inputs[input] = new InputStep<TRow>(run.Context, next, run.AddStream(source));
    }
}

internal sealed class MergeStage<TRow>(IReadOnlyList<Stage<TRow>> inputs) : Stage<TRow>
{
    public override void Connect(RunScope run, IWindowObserver<TRow> next)
    {
        foreach (var input in inputs)
            input.Connect(run, next);
    }
}

internal sealed class RowsStage<TIn, TOut>(Stage<TIn> input, RowLoop<TIn, TOut> loop) : Stage<TOut>
{
    public override void Connect(RunScope run, IWindowObserver<TOut> next) => 
        input.Connect(run, new RowStep<TIn, TOut>(loop, run.Context, next, run.ReusesOutputRows && next is OutputStep<TOut>));
}

/// <param name="streams">The sources that are streams, in order: a watermark waits for each of them.</param>
/// <param name="inputs">The index of the input of each.</param>
internal sealed class WatermarkStage<TRow>(Stage<TRow> input, int[] streams, int[] inputs) : Stage<TRow>
{
    public override void Connect(RunScope run, IWindowObserver<TRow> next)
    {
        Func<TRow, int> streamOf = UnitRows.SourceOf<TRow>() is { } sourceOf ? row => Math.Max(0, Array.IndexOf(streams, sourceOf(row))) : static _ => 0;
        var step = new WatermarkStep<TRow>(
            streams.Length, new WatermarkOptions(run.Options.LateTolerance, run.Options.IdleTimeout), UnitRows.RowOf<TRow>(), streamOf, run.Timers, UnitRows.Codec<TRow>(),
            time => run.OnWatermark.ForEach(listener => listener(time)), (stream, row) => run.OnLate(inputs[stream], row), next);
        run.Add(step.Watermark);

        var outer = run.OnSourceEnded;
        run.OnSourceEnded = source => step.Watermark.Complete(Math.Max(0, Array.IndexOf(streams, source)));
        input.Connect(run, step);
        run.OnSourceEnded = outer;
    }
}

internal sealed class SingleStage<TRow>(Stage<TRow> input) : Stage<TRow>
{
    public override void Connect(RunScope run, IWindowObserver<TRow> next) => input.Connect(run, new SingleStep<TRow>(UnitRows.RowOf<TRow>(), run.Context, next));
}

internal sealed class FilterStage<TUnit>(Stage<TUnit> input, Func<TUnit, RuleContext, bool> predicate, bool isOfWhole) : Stage<TUnit>
{
    public override void Connect(RunScope run, IWindowObserver<TUnit> next) => input.Connect(run, new CollectionFilter<TUnit>(predicate, isOfWhole, run.Context, next));
}

internal sealed class TableStage(Stage<TaggedRow> input, int table, int source, int retained, Func<Row, RuleContext, bool>? filter) : Stage<TaggedRow>
{
    public override void Connect(RunScope run, IWindowObserver<TaggedRow> next)
    {
        var rows = new RetainedTable(source, retained, filter, run.Context);
        run.Inputs[table] = rows;
        input.Connect(run, new TableRows([rows], next));
    }
}

internal sealed class JoinStage(Stage<TaggedRow> input, IReadOnlyList<JoinStep> steps) : Stage<JoinedRow>
{
    public Stage<JoinedRow> Then(JoinStep step) => new JoinStage(input, [.. steps, step]);

    public override void Connect(RunScope run, IWindowObserver<JoinedRow> next) => input.Connect(run, new CollectionJoin(steps, run.Context, next));
}

internal sealed class LookupStage(
    Stage<JoinedRow> input, LookupRequest request, int source, bool isLeft, Func<JoinedRow, RuleContext, SqlValue[]> keys, Func<JoinedRow, RuleContext, bool>? residual)
    : Stage<JoinedRow>
{
    public override void Connect(RunScope run, IWindowObserver<JoinedRow> next)
    {
        var lookup = run.OpenLookup?.Invoke(request) ?? throw new InvalidOperationException($"The host has no lookup table {request.Table}");
        input.Connect(run, new CollectionLookup(source, isLeft, keys, lookup, residual, run.Context, next));
    }
}

internal sealed class AggregateStage<TUnit, TState>(
    Stage<TUnit> input, Func<TUnit, RuleContext, SqlValue[]>? key, Action<TUnit, Group<TUnit, TState>, RuleContext> fold) : Stage<Group<TUnit, TState>>
    where TState : struct, IStateful
{
    public override void Connect(RunScope run, IWindowObserver<Group<TUnit, TState>> next) =>
        input.Connect(run, new CollectionAggregate<TUnit, TState>(key, fold, run.Context, next));
}

internal sealed class TotalsStage<TUnit, TState>(Stage<TUnit> input, Action<TUnit, Group<TUnit, TState>, RuleContext> fold) : Stage<Totalled<TUnit, TState>>
    where TState : struct, IStateful
{
    public override void Connect(RunScope run, IWindowObserver<Totalled<TUnit, TState>> next) =>
        input.Connect(run, new CollectionTotals<TUnit, TState>(fold, run.Context, next));
}

internal sealed class NumberStage<TUnit>(Stage<TUnit> input, IReadOnlyList<RowNumbering<TUnit>> calls) : Stage<Numbered<TUnit>>
{
    public override void Connect(RunScope run, IWindowObserver<Numbered<TUnit>> next) => input.Connect(run, new CollectionNumbers<TUnit>(calls, run.Context, next));
}

internal sealed class OrderStage<TUnit>(Stage<TUnit> input, Func<TUnit, RuleContext, SqlValue[]> keys, bool[] isDescending) : Stage<TUnit>
{
    public override void Connect(RunScope run, IWindowObserver<TUnit> next) => input.Connect(run, new CollectionOrder<TUnit>(keys, isDescending, run.Context, next));
}

internal sealed class ProjectStage<TUnit, TOut>(Stage<TUnit> input, Action<TUnit, RuleContext, RowOutput<TOut>> project) : Stage<TOut>
{
    public override void Connect(RunScope run, IWindowObserver<TOut> next) => input.Connect(run, new CollectionProjection<TUnit, TOut>(project, run.Context, next));
}

internal sealed class LimitStage<TUnit>(Stage<TUnit> input, long count) : Stage<TUnit>
{
    public override void Connect(RunScope run, IWindowObserver<TUnit> next) => input.Connect(run, new CollectionLimit<TUnit>(count, next));
}

internal sealed class DistinctStage(Stage<Row> input) : Stage<Row>
{
    public override void Connect(RunScope run, IWindowObserver<Row> next) => input.Connect(run, new CollectionDistinct(next));
}

internal sealed class UnnestStage(Stage<Row> input, int slot, int spreadSlot, string function, RowLayout layout) : Stage<Row>
{
    public override void Connect(RunScope run, IWindowObserver<Row> next) =>
        input.Connect(run, new CollectionUnnest(slot, spreadSlot, function, layout, run.Context, next));
}

internal sealed class ReshapeStage(Stage<Row> input, int[] slots, OutputLayout? whole) : Stage<Row>
{
    public override void Connect(RunScope run, IWindowObserver<Row> next) => input.Connect(run, new CollectionReshape(slots, whole, next));
}
