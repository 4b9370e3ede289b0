using System.ComponentModel;

namespace CompiledRules.Runtime.Matching;

/// <summary>Rules that compare one number with a constant each, all in one direction. The rules that match are those before, or behind, one place in the order of the constants.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ThresholdIndex<TRow> : RuleIndex<TRow>
{
    private readonly KeyReader<TRow, double> _read;
    private readonly double[] _thresholds;
    private readonly int[] _rules;
    private readonly bool _isInclusive;

    /// <param name="terms">A constant and the rule that has it.</param>
    /// <param name="isLower">Whether a value has to be above the constant, otherwise below it.</param>
    /// <param name="isInclusive">Whether the constant itself matches.</param>
    public ThresholdIndex(KeyReader<TRow, double> read, IEnumerable<(double Threshold, int Rule)> terms, bool isLower, bool isInclusive)
    {
        _read = read;
        _isInclusive = isInclusive;
        // Values below a constant are above its negative, so that one search does for both directions.
        IsNegated = !isLower;
        var sorted = terms.Select(term => (Threshold: isLower ? term.Threshold : -term.Threshold, term.Rule)).OrderBy(static term => term.Threshold).ToArray();
        _thresholds = Array.ConvertAll(sorted, static term => term.Threshold);
        _rules = Array.ConvertAll(sorted, static term => term.Rule);
    }

    public override ReadOnlySpan<int> Rules => _rules;

    private bool IsNegated { get; }

    public override ReadOnlySpan<int> Match(in TRow row)
    {
        if (_read(in row, out var value) != KeyKind.Value)
            return default;

        if (IsNegated)
            value = -value;
        return _rules.AsSpan(0, _isInclusive ? CountAtMost(value) : CountBelow(value));
    }

    // In steps that double: few matches are found in few steps, however many rules there are.
    private int CountBelow(double value)
    {
        var thresholds = _thresholds.AsSpan();
        var (low, step) = (0, 1);
        while (low + step <= thresholds.Length && thresholds[low + step - 1] < value)
        {
            low += step;
            step <<= 1;
        }

        for (step >>= 1; step > 0; step >>= 1)
        {
            if (low + step <= thresholds.Length && thresholds[low + step - 1] < value)
                low += step;
        }

        return low;
    }

    private int CountAtMost(double value)
    {
        var thresholds = _thresholds.AsSpan();
        var (low, step) = (0, 1);
        while (low + step <= thresholds.Length && thresholds[low + step - 1] <= value)
        {
            low += step;
            step <<= 1;
        }

        for (step >>= 1; step > 0; step >>= 1)
        {
            if (low + step <= thresholds.Length && thresholds[low + step - 1] <= value)
                low += step;
        }

        return low;
    }
}
