using System.Globalization;
using System.Text.Json.Nodes;
using CompiledRules.Hosting;

namespace CompiledRules.Server.Rules;

/// <summary>What a running rule uses of the machine, and whether it has fallen silent.</summary>
internal sealed class RuleUse(TimeProvider time)
{
    private static readonly TimeSpan s_measured = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_shortestSilence = TimeSpan.FromMinutes(1);
    private const int UsualIntervals = 10;

    private readonly Lock _gate = new();
    private long _stateBytes;
    private DateTimeOffset _lastMeasure;
    private bool _isMeasuring;

    /// <summary>The bytes of the rule's state when it was last looked at. It is looked at behind the call, now and then.</summary>
    public long StateBytes(RunningRule rule)
    {
        lock (_gate)
        {
            if (!_isMeasuring && time.GetUtcNow() - _lastMeasure >= s_measured)
            {
                _isMeasuring = true;
                _ = MeasureAsync(rule);
            }

            return _stateBytes;
        }
    }

    /// <summary>What a rule says of itself beside the figures of its steps.</summary>
    public JsonObject Describe(RunningRule rule) => new()
    {
        ["memory_bytes"] = StateBytes(rule),
        ["cpu_time_ms"] = (long)rule.Times.Busy.TotalMilliseconds,
        ["lastInputTimestamp"] = rule.Counters.LastIn,
        ["lastOutputTimestamp"] = rule.Counters.LastOut,
        ["silence"] = Silence(rule) ?? "",
    };

    /// <summary>Which side of the rule has been silent for much longer than it used to be; null where neither has.</summary>
    public string? Silence(RunningRule rule)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var counters = rule.Counters;
        return IsSilent(counters.FirstIn, counters.LastIn, counters.RowsIn, now) ? $"no input since {TimeOf(counters.LastIn)}"
            : IsSilent(counters.FirstOut, counters.LastOut, counters.RowsOut, now) ? $"no output since {TimeOf(counters.LastOut)}, though there is input"
            : null;
    }

    private static bool IsSilent(long first, long last, long count, long now) =>
        count > 1 && now - last > Math.Max(s_shortestSilence.TotalMilliseconds, UsualIntervals * (double)(last - first) / (count - 1));

    private static string TimeOf(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("O", CultureInfo.InvariantCulture);

    private async Task MeasureAsync(RunningRule rule)
    {
        var bytes = 0L;
        try
        {
            bytes = await rule.MeasureStateAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A rule that ends or cannot write its state down has no figure.
        catch (Exception)
#pragma warning restore CA1031
        {
            bytes = 0;
        }

        lock (_gate)
            (_stateBytes, _lastMeasure, _isMeasuring) = (bytes, time.GetUtcNow(), false);
    }
}
