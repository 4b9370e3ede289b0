using CompiledRules.Runtime.Time;
using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Rules;

/// <summary>Puts rows into the order of event time and tells the windows how far it has come.</summary>
public sealed class WatermarkStep<TRow> : IWindowObserver<TRow>, IEventTimeObserver<TRow>
{
    private readonly Func<TRow, Row> _rowOf;
    private readonly Func<TRow, int> _streamOf;
    private readonly Action<long> _onWatermark;
    private readonly Action<int, Row> _onLate;
    private readonly IWindowObserver<TRow> _next;

    /// <param name="streamOf">The position of a row's stream among the streams of the rule.</param>
    /// <param name="onWatermark">Called behind the rows up to a watermark.</param>
    /// <param name="onLate">Takes rows that come too late, with the position of their stream.</param>
    public WatermarkStep(
        int streams, WatermarkOptions options, Func<TRow, Row> rowOf, Func<TRow, int> streamOf, RuleTimers timers, IRowCodec<TRow> codec, Action<long> onWatermark, Action<int, Row> onLate, IWindowObserver<TRow> next)
    {
        _rowOf = rowOf;
        _streamOf = streamOf;
        _onWatermark = onWatermark;
        _onLate = onLate;
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

    public void OnLate(int source, TRow row, long timestamp) => _onLate(source, _rowOf(row));
}
