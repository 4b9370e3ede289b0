namespace CompiledRules.Runtime.Rules;

/// <summary>Growing pauses between attempts: the first, then twice as long each time, up to a most.</summary>
public sealed class Backoff(TimeSpan first, TimeSpan most)
{
    private TimeSpan? _next;

    /// <summary>1 s, 2 s, 4 s … 60 s, as sources are subscribed to again.</summary>
    public static Backoff ForConnections() => new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));

    public TimeSpan Next()
    {
        var pause = _next ?? first;
        _next = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, most.Ticks));
        return pause;
    }

    /// <summary>After a success: begins with the first pause again.</summary>
    public void Reset() => _next = null;
}
