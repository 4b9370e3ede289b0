using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Sql.Binding;

/// <summary>Takes the ON clause of a lookup join apart.</summary>
internal static class LookupCondition
{
    /// <summary>The equalities of a column of the table with something that does not read the table; and the rest, or null.</summary>
    public static (EquatableArray<LookupKey> Keys, BoundExpression? Residual) Split(BoundJoin join)
    {
        if (join.On is null)
            return ([], null);

        var keys = new List<LookupKey>();
        var residual = new List<BoundExpression>();
        foreach (var condition in BoundTree.Conjuncts(join.On))
        {
            if (KeyOf(condition, join.Right) is { } key)
                keys.Add(key);
            else
                residual.Add(condition);
        }

        return (keys.ToEquatableArray(), BoundTree.And(residual));
    }

    private static LookupKey? KeyOf(BoundExpression condition, SourceSymbol table) => condition is BoundBinary { Operator: BinaryOperator.Equal } equal
        ? KeyOf(equal.Left, equal.Right, table) ?? KeyOf(equal.Right, equal.Left, table)
        : null;

    private static LookupKey? KeyOf(BoundExpression column, BoundExpression value, SourceSymbol table) =>
        Unalias(column) is BoundField field && field.Source == table && !SourceUse.Of(value).Contains(table) && !MayRead(value, table)
            ? new(field.Column.Name, value)
            : null;

    private static bool MayRead(BoundExpression value, SourceSymbol table) =>
        value.DescendantsAndSelf().OfType<BoundFirstField>().Any(field => field.Sources.Contains(table) && field.Sources.Count == 1);

    private static BoundExpression Unalias(BoundExpression expression) => expression is BoundAlias alias ? Unalias(alias.Alias.Expression) : expression;
}
