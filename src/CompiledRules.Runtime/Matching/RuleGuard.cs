using System.ComponentModel;

namespace CompiledRules.Runtime.Matching;

/// <summary>The rules that compare a column of open type with numbers, or with texts. Where a row holds something else there, each of them says for itself what it makes of that.</summary>
/// <param name="isOther">Whether the row does.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RuleGuard<TRow>(Func<TRow, bool> isOther, int[] rules)
{
    public int[] Rules { get; } = rules;

    public bool IsOther(TRow row) => isOther(row);
}
