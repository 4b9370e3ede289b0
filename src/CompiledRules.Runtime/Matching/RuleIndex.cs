using System.ComponentModel;

namespace CompiledRules.Runtime.Matching;

/// <summary>Finds the rules of a set whose term on one column holds for a row, at a cost that follows the matches and not the rules.</summary>
/// <remarks>Free of state but for a buffer: belongs to one run.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class RuleIndex<TRow>
{
    /// <summary>All rules that the index has, in no particular order.</summary>
    public abstract ReadOnlySpan<int> Rules { get; }

    /// <returns>Valid until the next call; nothing where the column holds what cannot be compared.</returns>
    public abstract ReadOnlySpan<int> Match(in TRow row);
}
