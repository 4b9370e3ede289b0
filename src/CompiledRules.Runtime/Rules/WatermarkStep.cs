using CompiledRules.Runtime.Time;
using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Rules;

/// <summary>Puts rows into the order of event time and tells the windows how far it has come.</summary>
public sealed class WatermarkStep<TRow> : IWindowObserver<TRow>, IEventTimeObserver<TRow>
{
    private readonly Func<TRow, Row> _rowOf;
    private readonly Func<TRow, int> _streamOf;
    private readonly Action<long> _onWatermark;
    private readonly IWindowObserver<TRow> _next;

    /// <param name="streamOf">The position of a row's stream among the streams of the rule.</param>
    /// <param name="onWatermark">Called behind the rows up to a watermark.</param>
    public WatermarkStep(
        int streams, WatermarkOptions options, Func<TRow, Row> rowOf, Func<TRow, int> streamOf, RuleTimers timers, IRowCodec<TRow> codec, Action<long> onWatermark, IWindowObserver<TRow> next)
    {
        _rowOf = rowOf;
        _streamOf = streamOf;
        _onWatermark = onWatermark;
        _next = next;
        Watermark = new Watermark<TRow>(streams, options.Tolerance, options.IdleTimeout, timers, codec, this);
    }

    public Watermark<TRow> Watermark { get; }

    public void OnWindow(ReadOnlySpan<TRow> rows, WindowRange range)
    {
        foreach (var row in rows)
            Watermark.Add(_streamOf(row), row, _rowOf(row).Timestamp);
    }

    public void OnRow(int source, TRow row, long timestamp) => _next.OnWindow([row], default);

    public void OnWatermark(long watermark) => _onWatermark(watermark);

    // Counted by the watermark itself.
    public void OnLate(int source, TRow row, long timestamp)
    {
    }
}
