using System.ComponentModel;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Programs;

/// <param name="streams">The sources that are streams, in order: a watermark waits for each of them.</param>
/// <param name="inputs">The index of the input of each.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class WatermarkStage<TRow>(Stage<TRow> input, int[] streams, int[] inputs) : Stage<TRow>
{
    public override void Connect(RunScope run, IWindowObserver<TRow> next)
    {
        Func<TRow, int> streamOf = UnitRows.SourceOf<TRow>() is { } sourceOf ? row => Math.Max(0, Array.IndexOf(streams, sourceOf(row))) : static _ => 0;
        var step = new WatermarkStep<TRow>(
            streams.Length, new WatermarkOptions(run.Options.LateTolerance, run.Options.IdleTimeout), UnitRows.RowOf<TRow>() ?? throw new InvalidOperationException($"Rows of {typeof(TRow).Name} have no event time"), streamOf, run.Timers, UnitRows.Codec<TRow>(),
            time => run.OnWatermark.ForEach(listener => listener(time)), (stream, row) => run.OnLate(inputs[stream], row), next);
        run.Add(step.Watermark);

        var outer = run.OnSourceEnded;
        run.OnSourceEnded = source => step.Watermark.Complete(Math.Max(0, Array.IndexOf(streams, source)));
        input.Connect(run, step);
        run.OnSourceEnded = outer;
    }
}
