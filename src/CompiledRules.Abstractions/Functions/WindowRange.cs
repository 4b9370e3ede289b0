namespace CompiledRules;

/// <summary>The bounds of a window in milliseconds since the Unix epoch.</summary>
/// <param name="Start">Inclusive.</param>
/// <param name="End">Exclusive, except for a sliding window without delay, a count window and a state window, where it is the time of the last row.</param>
/// <param name="Trigger">When the window was emitted.</param>
public readonly record struct WindowRange(long Start, long End, long Trigger);
