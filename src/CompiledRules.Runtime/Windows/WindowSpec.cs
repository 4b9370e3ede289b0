using CompiledRules.Runtime.Time;

namespace CompiledRules.Runtime.Windows;

/// <summary>The window of a rule.</summary>
/// <param name="Unit">The unit as written: natural alignment depends on it. Unused by count and state windows.</param>
/// <param name="Length">In units; the maximum duration of a session; the number of rows of a count window.</param>
/// <param name="Second">The hop, delay, timeout or interval, in units or rows; null where none is written.</param>
public sealed record WindowSpec(WindowKind Kind, NaturalUnit Unit, long Length, long? Second = null)
{
    public long UnitMilliseconds => NaturalTime.Milliseconds(Unit);
}
