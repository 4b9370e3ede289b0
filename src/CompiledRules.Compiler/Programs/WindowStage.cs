using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Time;
using CompiledRules.Runtime.Windows;
using CompiledRules.Sql.Binding;
using CompiledRules.Sql.Syntax;

namespace CompiledRules.Compiler.Programs;

/// <summary>The window of a rule.</summary>
/// <param name="triggers">The condition of <c>OVER(WHEN …)</c>, or null.</param>
internal sealed class WindowStage<TRow>(
    Stage<TRow> input,
    BoundWindow window,
    Func<TRow, RuleContext, bool>? triggers,
    Func<TRow, RuleContext, SqlValue[]>? partition,
    Func<TRow, RuleContext, bool>? begin,
    Func<TRow, RuleContext, bool>? emit) : Stage<TRow>
{
    public override void Connect(RunScope run, IWindowObserver<TRow> next)
    {
        var operation = Create(run, new WindowEntry<TRow>(run.Context, next));
        run.States.Add(operation);
        run.OnWatermark.Add(operation.Advance);
        run.Opening.Add(isRestored =>
        {
            if (isRestored)
                operation.Resume();
            else
                operation.Start(run.Timers.Now);
        });
        input.Connect(run, new WindowStep<TRow>(operation, run.Mode, UnitRows.RowOf<TRow>(), triggers, run.Timers, run.Context));
    }

    private Window<TRow> Create(RunScope run, IWindowObserver<TRow> entry)
    {
        var (mode, zone, timers, codec) = (run.Mode, run.Context.Zone, run.Timers, UnitRows.Codec<TRow>());
        var milliseconds = window.UnitMilliseconds;
        return window.Kind switch
        {
            WindowKind.Tumbling => new TumblingWindow<TRow>(mode, UnitOf(window.Unit), window.Length, zone, timers, new BufferedContents<TRow>(codec, entry)),
            WindowKind.Hopping => new HoppingWindow<TRow>(
                mode, UnitOf(window.Unit), window.Length, window.Second ?? window.Length, zone, timers, new BufferedPanes<TRow>(codec, entry)),
            WindowKind.Sliding => new SlidingWindow<TRow>(
                mode, window.Length * milliseconds, (window.Second ?? 0) * milliseconds, run.Options.PlanOptimizeStrategy.EnableSendSlidingWindowTwice, timers, codec, entry),
            WindowKind.Session => new SessionWindow<TRow>(
                mode, UnitOf(window.Unit), window.Length, window.Second ?? window.Length, zone, timers, new BufferedContents<TRow>(codec, entry)),
            WindowKind.Count => new CountWindow<TRow>(mode, window.Length, window.Second ?? window.Length, timers, codec, entry),
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

    private static NaturalUnit UnitOf(TimeUnit unit) => unit switch
    {
        TimeUnit.Day => NaturalUnit.Day,
        TimeUnit.Hour => NaturalUnit.Hour,
        TimeUnit.Minute => NaturalUnit.Minute,
        TimeUnit.Second => NaturalUnit.Second,
        _ => NaturalUnit.Millisecond,
    };
}
