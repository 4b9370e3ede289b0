namespace CompiledRules.Portable.Hosting;

/// <summary>Counts calls, their rate and their latency. Safe to use from any thread.</summary>
internal sealed class CallMeter(TimeProvider time)
{
    // The rate is a count that fades to 1/e in this many seconds.
    private const double Fading = 10;

    private readonly Lock _gate = new();
    private long _calls;
    private long _failed;
    private long _exchanges;
    private double _seconds;
    private double _recent;
    private long _recentAt = time.GetTimestamp();

    public long Start() => time.GetTimestamp();

    public void Stop(long start, int rows, int failed)
    {
        lock (_gate)
        {
            Fade();
            _calls += rows;
            _failed += failed;
            _exchanges++;
            _seconds += time.GetElapsedTime(start).TotalSeconds;
            _recent += rows;
        }
    }

    public (long Calls, long Failed, double PerSecond, TimeSpan MeanLatency) Read()
    {
        lock (_gate)
        {
            Fade();
            return (_calls, _failed, _recent / Fading, _exchanges == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(_seconds / _exchanges));
        }
    }

    private void Fade()
    {
        var now = time.GetTimestamp();
        _recent *= Math.Exp(-time.GetElapsedTime(_recentAt, now).TotalSeconds / Fading);
        _recentAt = now;
    }
}
