using System.ComponentModel;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Programs;

/// <summary>The window of a rule.</summary>
/// <param name="triggers">The condition of <c>OVER(WHEN …)</c>, or null.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class WindowStage<TRow>(
    Stage<TRow> input,
    WindowSpec window,
    Func<TRow, RuleContext, bool>? triggers,
    Func<TRow, RuleContext, SqlValue[]>? partition,
    Func<TRow, RuleContext, bool>? begin,
    Func<TRow, RuleContext, bool>? emit) : Stage<TRow>
{
    public override void Connect(RunScope run, IWindowObserver<TRow> next)
    {
        var operation = Create(run, new WindowEntry<TRow>(run.Context, next));
        input.Connect(run, new WindowStep<TRow>(run.Open(operation), run.Mode, UnitRows.TimeOf<TRow>(), triggers, run.Timers, run.Context));
    }

    private Window<TRow> Create(RunScope run, IWindowObserver<TRow> entry)
    {
        var codec = UnitRows.Codec<TRow>();
        return window.Kind switch
        {
            WindowKind.Tumbling => TimeWindows.Tumbling(run, window, new BufferedContents<TRow>(codec, entry)),
            WindowKind.Hopping => TimeWindows.Hopping(run, window, new BufferedPanes<TRow>(codec, entry)),
            WindowKind.Session => TimeWindows.Session(run, window, new BufferedContents<TRow>(codec, entry)),
            WindowKind.Sliding => TimeWindows.Sliding(run, window, new BufferedSlide<TRow>(codec, entry)),
            WindowKind.Count => new CountWindow<TRow>(run.Mode, window.Length, window.Second ?? window.Length, run.Timers, codec, entry),
            _ => CreateState(run, entry),
        };
    }

    private StateWindow<TRow> CreateState(RunScope run, IWindowObserver<TRow> entry)
    {
        var context = run.Context;
        return new StateWindow<TRow>(
            run.Mode,
            run.Timers,
            row => WindowStep<TRow>.Holds(begin!, row, context),
            emit is null ? null : row => WindowStep<TRow>.Holds(emit, row, context),
            partition is null ? null : row => SqlValue.From(new SqlArray(partition(row, context))),
            UnitRows.Codec<TRow>(),
            entry);
    }
}
