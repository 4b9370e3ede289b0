using CompiledRules.Runtime.Matching;

namespace CompiledRules.Compiler.Sets;

/// <summary>Collects the rules of one index.</summary>
/// <param name="kind">A condition of the kind that the index is for.</param>
internal sealed class RuleIndexBuilder<TRow>(RuleKeys<TRow> keys, ColumnCondition kind)
{
    private readonly List<(ColumnCondition Condition, int Rule)> _terms = [];

    public void Add(ColumnCondition condition, int rule) => _terms.Add((condition, rule));

    public RuleIndex<TRow> Build() => kind switch
    {
        { Texts: not null } => keys.TextIndex(kind.Column, _terms.SelectMany(static term => term.Condition.Texts!, static (term, text) => (text, term.Rule))),
        { Numbers: not null } => new EqualityIndex<TRow, double>(
            keys.Number(kind.Column), _terms.SelectMany(static term => term.Condition.Numbers!, static (term, number) => (number, term.Rule))),
        { IsTwoSided: true } => new RangeIndex<TRow>(keys.Number(kind.Column), _terms.Select(static term => (term.Condition.Range, term.Rule))),
        { IsLower: true } => new ThresholdIndex<TRow>(keys.Number(kind.Column), _terms.Select(static term => (term.Condition.Range.Low, term.Rule)), true, kind.Range.IsLowInside),
        _ => new ThresholdIndex<TRow>(keys.Number(kind.Column), _terms.Select(static term => (term.Condition.Range.High, term.Rule)), false, kind.Range.IsHighInside),
    };
}
