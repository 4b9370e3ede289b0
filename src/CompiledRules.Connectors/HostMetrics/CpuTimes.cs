using System.Globalization;

namespace CompiledRules.Connectors.HostMetrics;

/// <summary>What all cores together have done since the machine started, in ticks of the kernel.</summary>
internal readonly record struct CpuTimes(long Idle, long Total)
{
    private const double Percent = 100;
    private const int IdleField = 3;
    private const int WaitField = 4;

    // Guest time is part of user time already.
    private const int CountedFields = 8;

    /// <param name="stat">The text of <c>/proc/stat</c>.</param>
    public static CpuTimes Parse(string stat)
    {
        var line = stat.AsSpan()[..stat.IndexOf('\n', StringComparison.Ordinal)].ToString();
        var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..];
        var ticks = fields.Take(CountedFields).Select(static field => long.Parse(field, CultureInfo.InvariantCulture)).ToArray();
        return new CpuTimes(ticks[IdleField] + ticks[WaitField], ticks.Sum());
    }

    /// <summary>0 to 100; 0 when no time has passed.</summary>
    public double BusyPercentSince(CpuTimes before)
    {
        var total = Total - before.Total;
        return total <= 0 ? 0 : Math.Clamp(Percent * (total - (Idle - before.Idle)) / total, 0, Percent);
    }
}
