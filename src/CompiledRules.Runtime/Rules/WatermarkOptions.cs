namespace CompiledRules.Runtime.Rules;

/// <param name="Tolerance">How far events may come out of order, in milliseconds.</param>
/// <param name="IdleTimeout">After how many milliseconds a silent stream no longer holds the others; null for never.</param>
public sealed record WatermarkOptions(long Tolerance, long? IdleTimeout);
