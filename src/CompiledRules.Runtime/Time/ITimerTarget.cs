namespace CompiledRules.Runtime.Time;

/// <summary>Something that asked to be called at a time.</summary>
public interface ITimerTarget
{
    /// <summary>Called on the rule's loop, in the order of deadlines, never before <paramref name="due"/>; possibly after it, when the loop was busy.</summary>
    /// <param name="due">The deadline itself, in milliseconds since the Unix epoch: results carry it, not the time of the call.</param>
    void OnTimer(long due);
}
