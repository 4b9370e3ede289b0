using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Programs;

/// <summary>Windows whose ends are told by time, over whatever is kept of their rows.</summary>
internal static class TimeWindows
{
    public static TumblingWindow<TRow> Tumbling<TRow>(RunScope run, WindowSpec window, IWindowContents<TRow> contents) =>
        new(run.Mode, window.Unit, window.Length, run.Context.Zone, run.Timers, contents);

    public static HoppingWindow<TRow> Hopping<TRow>(RunScope run, WindowSpec window, IPaneContents<TRow> contents) =>
        new(run.Mode, window.Unit, window.Length, window.Second ?? window.Length, run.Context.Zone, run.Timers, contents);

    public static SlidingWindow<TRow> Sliding<TRow>(RunScope run, WindowSpec window, ISlidingContents<TRow> contents) => new(
        run.Mode, window.Length * window.UnitMilliseconds, (window.Second ?? 0) * window.UnitMilliseconds, run.Options.SendsSlidingWindowTwice, run.Timers, contents);

    public static SessionWindow<TRow> Session<TRow>(RunScope run, WindowSpec window, IWindowContents<TRow> contents) =>
        new(run.Mode, window.Unit, window.Length, window.Second ?? window.Length, run.Context.Zone, run.Timers, contents);
}
