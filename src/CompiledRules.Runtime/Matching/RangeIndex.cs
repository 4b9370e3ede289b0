using System.ComponentModel;

namespace CompiledRules.Runtime.Matching;

/// <summary>Rules that want one number between two constants each.</summary>
/// <remarks>
/// An interval tree without pointers: ranges in the order of their lower bounds, the middle one of a stretch being its root, and for each root the highest upper
/// bound of its stretch. A search costs the matches and a path to each.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RangeIndex<TRow> : RuleIndex<TRow>
{
    private readonly KeyReader<TRow, double> _read;
    private readonly NumberRange[] _ranges;
    private readonly double[] _highest;
    private readonly int[] _rules;
    private readonly int[] _matches;
    private int _count;

    public RangeIndex(KeyReader<TRow, double> read, IEnumerable<(NumberRange Range, int Rule)> terms)
    {
        _read = read;
        var sorted = terms.OrderBy(static term => term.Range.Low).ToArray();
        _ranges = Array.ConvertAll(sorted, static term => term.Range);
        _rules = Array.ConvertAll(sorted, static term => term.Rule);
        _highest = new double[sorted.Length];
        _matches = new int[sorted.Length];
        Build(0, sorted.Length);
    }

    public override ReadOnlySpan<int> Rules => _rules;

    public override ReadOnlySpan<int> Match(in TRow row)
    {
        _count = 0;
        if (_read(in row, out var value) == KeyKind.Value)
            Find(value, 0, _ranges.Length);
        return _matches.AsSpan(0, _count);
    }

    private double Build(int start, int end)
    {
        if (start == end)
            return double.NegativeInfinity;

        var root = (start + end) >>> 1;
        return _highest[root] = Math.Max(_ranges[root].High, Math.Max(Build(start, root), Build(root + 1, end)));
    }

    private void Find(double value, int start, int end)
    {
        while (start < end)
        {
            var root = (start + end) >>> 1;
            if (_highest[root] < value)
                return;

            Find(value, start, root);
            if (_ranges[root].Low > value)
                return;

            if (_ranges[root].Contains(value))
                _matches[_count++] = _rules[root];
            start = root + 1;
        }
    }
}
