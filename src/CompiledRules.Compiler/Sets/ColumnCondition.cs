using CompiledRules.Runtime.Matching;
using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Compiler.Sets;

/// <summary>What a rule asks of one column: a value of a list, or a number of a range. Several comparisons with one column are one condition.</summary>
/// <param name="Numbers">The values for equality; null for a range or for texts.</param>
/// <param name="Texts">The values for equality; null for numbers.</param>
internal sealed record ColumnCondition(ColumnSymbol Column, double[]? Numbers, string[]? Texts, NumberRange Range)
{
    private static readonly NumberRange s_all = new(double.NegativeInfinity, true, double.PositiveInfinity, true);

    /// <summary>How much an index over the condition promises to leave: the less the better.</summary>
    public int Rank => (Numbers, Texts) switch
    {
        ({ Length: 1 }, _) or (_, { Length: 1 }) => 0,
        (not null, _) or (_, not null) => 1,
        _ => IsTwoSided ? 2 : 3,
    };

    /// <summary>Conditions of one name go into one index.</summary>
    public string IndexName => $"{Column.Member ?? Column.Name} {(Texts is not null ? "text" : Numbers is not null ? "number" : IsTwoSided ? "range" : IsLower ? $"above {Range.IsLowInside}" : $"below {Range.IsHighInside}")}";

    public bool IsTwoSided => !double.IsInfinity(Range.Low) && !double.IsInfinity(Range.High);

    /// <summary>Whether a value has to be above a bound, where there is only one bound.</summary>
    public bool IsLower => !double.IsInfinity(Range.Low);

    public static IReadOnlyList<ColumnCondition> Of(IEnumerable<RuleTerm> terms)
    {
        var ranges = new Dictionary<string, ColumnCondition>(StringComparer.Ordinal);
        var conditions = new List<ColumnCondition>();
        foreach (var term in terms)
        {
            if (term.Operator is TermOperator.Equal or TermOperator.In)
                conditions.Add(term.IsText
                    ? new(term.Column, null, [.. term.Constants.Select(static constant => (string)constant).Distinct(StringComparer.Ordinal)], s_all)
                    : new(term.Column, [.. term.Constants.Select(static constant => (double)constant).Distinct()], null, s_all));
            else
                ranges[term.Column.Name] = ranges.TryGetValue(term.Column.Name, out var known)
                    ? known with { Range = Intersect(known.Range, RangeOf(term)) }
                    : new(term.Column, null, null, RangeOf(term));
        }

        return [.. conditions, .. ranges.Values];
    }

    public RowTest<TRow> ToTest<TRow>(RuleKeys<TRow> keys) => this switch
    {
        { Texts: { } texts } => keys.TextTest(Column, texts),
        { Numbers: { } numbers } => new EqualityTest<TRow, double>(keys.Number(Column), numbers),
        _ => new RangeTest<TRow>(keys.Number(Column), Range),
    };

    private static NumberRange RangeOf(RuleTerm term)
    {
        var first = (double)term.Constants[0];
        return term.Operator switch
        {
            TermOperator.Less => s_all with { High = first, IsHighInside = false },
            TermOperator.LessOrEqual => s_all with { High = first },
            TermOperator.Greater => s_all with { Low = first, IsLowInside = false },
            TermOperator.GreaterOrEqual => s_all with { Low = first },
            _ => new(first, true, (double)term.Constants[1], true),
        };
    }

    private static NumberRange Intersect(NumberRange left, NumberRange right)
    {
        var (low, isLowInside) = left.Low == right.Low ? (left.Low, left.IsLowInside && right.IsLowInside) : left.Low > right.Low ? (left.Low, left.IsLowInside) : (right.Low, right.IsLowInside);
        var (high, isHighInside) = left.High == right.High ? (left.High, left.IsHighInside && right.IsHighInside) : left.High < right.High ? (left.High, left.IsHighInside) : (right.High, right.IsHighInside);
        return new(low, isLowInside, high, isHighInside);
    }
}
