using CompiledRules.Connectors.Timing;

namespace CompiledRules.Connectors.HostMetrics;

/// <summary>What this machine does, one flat row at each interval: <c>TYPE="hostmetrics", interval="1s"</c>.</summary>
/// <remarks>
/// Columns: <c>host</c> its name; <c>cpu</c> percent of all cores busy since the last row; <c>memory</c> percent used; <c>memoryUsed</c> and <c>memoryTotal</c> bytes;
/// <c>diskFree</c> and <c>diskTotal</c> bytes of the volume of <c>disk</c>; <c>netIn</c> and <c>netOut</c> bytes a second over all interfaces but loopback;
/// <c>ts</c> milliseconds since the Unix epoch. <c>cpu</c> is known on Linux and null elsewhere. The first row comes one interval after the start.
/// </remarks>
public sealed class HostMetricsSource : ISource<SourceRow>
{
    private readonly TimeSpan _interval;
    private readonly string _disk;
    private readonly TimeProvider _time;
    private HostReading? _last;

    /// <exception cref="OptionException">The interval is zero or cannot be read.</exception>
    public HostMetricsSource(ConnectorOptions options, ConnectorContext context)
    {
        _interval = options.GetDuration("interval", TimeSpan.FromSeconds(1));
        _disk = context.ResolvePath(options.GetString("disk", "."));
        _time = context.Time;
        if (_interval == TimeSpan.Zero)
            throw options.Error("interval", "found 0; expected a duration such as \"1s\"");
    }

    public IDisposable Subscribe(IObserver<SourceRow> observer) =>
        Playback<SourceRow>.Start(observer, ReadAll, new PlaybackPlan(TimeSpan.Zero, _interval), _time);

    // The first reading only gives the counters to compare with.
    private IEnumerable<SourceRow> ReadAll()
    {
        var now = HostReading.Take(_disk, _time);
        var before = Interlocked.Exchange(ref _last, now);
        return before is null ? [] : [new SourceRow(now.ToRow(before))];
    }
}
