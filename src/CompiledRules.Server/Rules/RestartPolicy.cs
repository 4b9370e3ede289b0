namespace CompiledRules.Server.Rules;

/// <summary>When a rule that an error has stopped is started again.</summary>
/// <param name="Attempts">In a row; 0 for never.</param>
/// <param name="Delay">Before the first attempt.</param>
/// <param name="Multiplier">By which each pause is longer than the one before.</param>
internal sealed record RestartPolicy(long Attempts, TimeSpan Delay, double Multiplier, TimeSpan MaxDelay)
{
    public static RestartPolicy None { get; } = new(0, TimeSpan.FromSeconds(1), 2, TimeSpan.FromSeconds(30));

    /// <summary>The pause before an attempt, or null where no more are made.</summary>
    /// <param name="attempt">Counted from 0.</param>
    public TimeSpan? PauseBefore(int attempt) =>
        attempt >= Attempts ? null : TimeSpan.FromMilliseconds(Math.Min(Delay.TotalMilliseconds * Math.Pow(Multiplier, attempt), MaxDelay.TotalMilliseconds));
}
