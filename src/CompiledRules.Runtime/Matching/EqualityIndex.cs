using System.ComponentModel;

namespace CompiledRules.Runtime.Matching;

/// <summary>Rules that want one column equal to a constant, or to one of a list.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class EqualityIndex<TRow, TKey> : RuleIndex<TRow>
    where TKey : notnull
{
    private readonly KeyReader<TRow, TKey> _read;
    private readonly Dictionary<TKey, int[]> _rules;
    private readonly int[] _all;

    /// <param name="terms">A constant and a rule that has it; a rule with a list comes once for each of its constants.</param>
    public EqualityIndex(KeyReader<TRow, TKey> read, IEnumerable<(TKey Constant, int Rule)> terms)
    {
        _read = read;
        var all = terms.Distinct().ToList();
        _rules = all.GroupBy(static term => term.Constant).ToDictionary(static group => group.Key, static group => group.Select(static term => term.Rule).ToArray());
        _all = [.. all.Select(static term => term.Rule).Distinct()];
    }

    public override ReadOnlySpan<int> Rules => _all;

    public override ReadOnlySpan<int> Match(in TRow row) =>
        _read(in row, out var key) == KeyKind.Value && _rules.TryGetValue(key, out var rules) ? rules : default;
}
