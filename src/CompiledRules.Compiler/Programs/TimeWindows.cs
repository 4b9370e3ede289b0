using CompiledRules.Runtime.Time;
using CompiledRules.Runtime.Windows;
using CompiledRules.Sql.Binding;
using CompiledRules.Sql.Syntax;

namespace CompiledRules.Compiler.Programs;

/// <summary>Windows whose ends are told by time, over whatever is kept of their rows.</summary>
internal static class TimeWindows
{
    public static TumblingWindow<TRow> Tumbling<TRow>(RunScope run, BoundWindow window, IWindowContents<TRow> contents) =>
        new(run.Mode, UnitOf(window.Unit), window.Length, run.Context.Zone, run.Timers, contents);

    public static HoppingWindow<TRow> Hopping<TRow>(RunScope run, BoundWindow window, IPaneContents<TRow> contents) =>
        new(run.Mode, UnitOf(window.Unit), window.Length, window.Second ?? window.Length, run.Context.Zone, run.Timers, contents);

    public static SessionWindow<TRow> Session<TRow>(RunScope run, BoundWindow window, IWindowContents<TRow> contents) =>
        new(run.Mode, UnitOf(window.Unit), window.Length, window.Second ?? window.Length, run.Context.Zone, run.Timers, contents);

    private static NaturalUnit UnitOf(TimeUnit unit) => unit switch
    {
        TimeUnit.Day => NaturalUnit.Day,
        TimeUnit.Hour => NaturalUnit.Hour,
        TimeUnit.Minute => NaturalUnit.Minute,
        TimeUnit.Second => NaturalUnit.Second,
        _ => NaturalUnit.Millisecond,
    };
}
