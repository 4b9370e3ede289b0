using CompiledRules.Sql.Diagnostics;
using CompiledRules.Sql.Syntax;

namespace CompiledRules.Sql.Binding;

public sealed partial class Binder
{
    private EquatableArray<BoundJoin> BindJoins(EquatableArray<JoinSyntax> joins)
    {
        _clause = Clause.On;
        return joins
            .Select((join, index) => new BoundJoin(join.Kind, _sources[index + 1], join.On is null ? null : BindCondition(join.On, "ON")))
            .ToEquatableArray();
    }

    private BoundExpression BindWhere(ExpressionSyntax where)
    {
        _clause = Clause.Where;
        return BindCondition(where, "WHERE");
    }

    private EquatableArray<BoundExpression> BindGroupKeys(EquatableArray<GroupingSyntax> groupings)
    {
        _clause = Clause.GroupBy;
        return groupings.OfType<GroupKeySyntax>().Select(BindGroupKey).ToEquatableArray();
    }

    private BoundExpression BindGroupKey(GroupKeySyntax grouping)
    {
        var key = BindExpression(grouping.Expression);
        return BoundTree.HasAggregate(key) ? Report(SqlDiagnostics.AggregateInGroupBy.At(grouping.Span)) : key;
    }

    private BoundExpression BindHaving(ExpressionSyntax syntax, EquatableArray<BoundExpression> groupKeys)
    {
        _clause = Clause.Having;
        var having = BindCondition(syntax, "HAVING");
        foreach (var leaf in NonAggregates(having, [.. groupKeys.Select(BoundTree.Normalize)], new(StringComparer.Ordinal)))
            _diagnostics.Report(SqlDiagnostics.NonAggregateInHaving.At(leaf.Span, BoundText.Of(leaf)));
        return having;
    }

    // A group has one value of an aggregate, of a key, and of whatever is made of these; anything else differs from row to row.
    private static IEnumerable<BoundExpression> NonAggregates(BoundExpression expression, List<BoundExpression> keys, HashSet<string> aliases) => expression switch
    {
        _ when BoundTree.IsAggregate(expression) || keys.Contains(BoundTree.Normalize(expression)) => [],
        BoundAlias alias => aliases.Add(alias.Alias.Name) ? NonAggregates(alias.Alias.Expression, keys, aliases).Take(1).Select(_ => expression) : [],
        BoundField or BoundFirstField or BoundWholeRow or BoundMeta => [expression],
        _ => BoundTree.Children(expression).SelectMany(child => NonAggregates(child, keys, aliases)),
    };

    private EquatableArray<BoundSortKey> BindOrder(EquatableArray<OrderTermSyntax> terms, Clause clause)
    {
        _clause = clause;
        return terms.Select(term => new BoundSortKey(BindExpression(term.Expression), term.IsDescending)).ToEquatableArray();
    }

    // A negative limit is accepted and means none.
    private static long? BindLimit(LimitSyntax? limit) => limit is { Count: >= 0 } ? limit.Count : null;
}
