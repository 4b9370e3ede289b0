using CompiledRules.Sql.Symbols;
using CompiledRules.Sql.Text;

namespace CompiledRules.Sql.Binding;

/// <summary>Walks over and rewrites bound expressions.</summary>
public static class BoundTree
{
    private static readonly BoundError s_anyDefinition = new(default(TextSpan));

    /// <summary>The direct parts in the order of evaluation. The part of an alias is its definition.</summary>
    public static IEnumerable<BoundExpression> Children(BoundExpression expression) => expression switch
    {
        BoundAlias alias => [alias.Alias.Expression],
        BoundWholeRow row => row.Replace.Select(static replacement => replacement.Expression),
        BoundUnary unary => [unary.Operand],
        BoundBinary binary => [binary.Left, binary.Right],
        BoundMember member => [member.Target],
        BoundIndex index => [index.Target, index.Index],
        BoundSlice slice => Present(slice.Target, slice.Start, slice.End),
        BoundIn list => [list.Operand, .. list.Items],
        BoundInArray array => [array.Operand, array.Array],
        BoundBetween between => [between.Operand, between.Lower, between.Upper],
        BoundLike like => [like.Operand, like.Pattern],
        BoundCase @case => [.. Present(@case.Operand), .. @case.Whens.SelectMany(static when => new[] { when.Condition, when.Result }), .. Present(@case.Else)],
        BoundCall call => call.Arguments,
        BoundAggregate aggregate => aggregate.Arguments,
        BoundAnalytic analytic => [.. analytic.Arguments, .. analytic.PartitionBy, .. Present(analytic.When)],
        BoundRowNumber number => [.. number.PartitionBy, .. number.OrderBy.Select(static key => key.Expression)],
        BoundConvert convert => [convert.Operand],
        _ => [],
    };

    /// <summary>The expression and all its parts, parents before children; the definition of an alias once, however often it is used.</summary>
    public static IEnumerable<BoundExpression> DescendantsAndSelf(this BoundExpression expression) =>
        DescendantsAndSelf(expression, new(StringComparer.Ordinal));

    public static IEnumerable<BoundExpression> Expressions(BoundColumn column) => column switch
    {
        BoundValueColumn value => [value.Expression],
        BoundWildcardColumn wildcard => [wildcard.Row],
        BoundChangedColumns changed => [changed.Prefix, changed.IgnoreNull, .. changed.Values],
        BoundTableColumn table => table.Arguments,
        _ => throw new InvalidOperationException($"No parts known of {column.GetType().Name}"),
    };

    public static IEnumerable<BoundExpression> Expressions(BoundWindow window) =>
        [.. Present(window.Filter, window.Trigger), .. window.PartitionBy, .. Present(window.Begin, window.Emit)];

    /// <summary>Replaces every part by what <paramref name="change"/> makes of it, children first.</summary>
    public static BoundExpression Rewrite(BoundExpression expression, Func<BoundExpression, BoundExpression> change) =>
        Rewrite(expression, change, new(StringComparer.Ordinal));

    // Aliases that use each other more than once each would make a tree that doubles with every one of them, so each is rewritten once.
    private static BoundExpression Rewrite(BoundExpression expression, Func<BoundExpression, BoundExpression> change, Dictionary<string, AliasSymbol> aliases)
    {
        return change(expression switch
        {
            BoundAlias alias => alias with { Alias = VisitAlias(alias.Alias) },
            BoundWholeRow row => row with { Replace = row.Replace.Select(item => item with { Expression = Visit(item.Expression) }).ToEquatableArray() },
            BoundUnary unary => unary with { Operand = Visit(unary.Operand) },
            BoundBinary binary => binary with { Left = Visit(binary.Left), Right = Visit(binary.Right) },
            BoundMember member => member with { Target = Visit(member.Target) },
            BoundIndex index => index with { Target = Visit(index.Target), Index = Visit(index.Index) },
            BoundSlice slice => slice with { Target = Visit(slice.Target), Start = VisitOptional(slice.Start), End = VisitOptional(slice.End) },
            BoundIn list => list with { Operand = Visit(list.Operand), Items = VisitAll(list.Items) },
            BoundInArray array => array with { Operand = Visit(array.Operand), Array = Visit(array.Array) },
            BoundBetween between => between with { Operand = Visit(between.Operand), Lower = Visit(between.Lower), Upper = Visit(between.Upper) },
            BoundLike like => like with { Operand = Visit(like.Operand), Pattern = Visit(like.Pattern) },
            BoundCase @case => @case with
            {
                Operand = VisitOptional(@case.Operand),
                Whens = @case.Whens.Select(when => new BoundWhen(Visit(when.Condition), Visit(when.Result))).ToEquatableArray(),
                Else = VisitOptional(@case.Else),
            },
            BoundCall call => call with { Arguments = VisitAll(call.Arguments) },
            BoundAggregate aggregate => aggregate with { Arguments = VisitAll(aggregate.Arguments) },
            BoundAnalytic analytic => analytic with
            {
                Arguments = VisitAll(analytic.Arguments),
                PartitionBy = VisitAll(analytic.PartitionBy),
                When = VisitOptional(analytic.When),
            },
            BoundRowNumber number => number with { PartitionBy = VisitAll(number.PartitionBy), OrderBy = Rewrite(number.OrderBy, change) },
            BoundConvert convert => convert with { Operand = Visit(convert.Operand) },
            _ => expression,
        });

        BoundExpression Visit(BoundExpression part) => Rewrite(part, change, aliases);

        AliasSymbol VisitAlias(AliasSymbol alias)
        {
            if (!aliases.TryGetValue(alias.Name, out var rewritten))
                aliases[alias.Name] = rewritten = alias with { Expression = Visit(alias.Expression) };
            return rewritten;
        }

        BoundExpression? VisitOptional(BoundExpression? part) => part is null ? null : Visit(part);

        EquatableArray<BoundExpression> VisitAll(EquatableArray<BoundExpression> parts) => parts.Select(Visit).ToEquatableArray();
    }

    public static EquatableArray<BoundSortKey> Rewrite(EquatableArray<BoundSortKey> keys, Func<BoundExpression, BoundExpression> change) =>
        keys.Select(key => key with { Expression = Rewrite(key.Expression, change) }).ToEquatableArray();

    public static BoundColumn Rewrite(BoundColumn column, Func<BoundExpression, BoundExpression> change)
    {
        return column switch
        {
            BoundValueColumn value => value with { Expression = Visit(value.Expression) },
            BoundWildcardColumn wildcard => wildcard with { Row = (BoundWholeRow)Visit(wildcard.Row) },
            BoundChangedColumns changed => changed with
            {
                Prefix = Visit(changed.Prefix),
                IgnoreNull = Visit(changed.IgnoreNull),
                Values = changed.Values.Select(Visit).ToEquatableArray(),
            },
            BoundTableColumn table => table with { Arguments = table.Arguments.Select(Visit).ToEquatableArray() },
            _ => throw new InvalidOperationException($"No rewrite of {column.GetType().Name}"),
        };

        BoundExpression Visit(BoundExpression part) => Rewrite(part, change);
    }

    public static BoundWindow Rewrite(BoundWindow window, Func<BoundExpression, BoundExpression> change)
    {
        return window with
        {
            Filter = VisitOptional(window.Filter),
            Trigger = VisitOptional(window.Trigger),
            PartitionBy = window.PartitionBy.Select(part => Rewrite(part, change)).ToEquatableArray(),
            Begin = VisitOptional(window.Begin),
            Emit = VisitOptional(window.Emit),
        };

        BoundExpression? VisitOptional(BoundExpression? part) => part is null ? null : Rewrite(part, change);
    }

    /// <summary>
    /// A form in which expressions of one statement that are written alike are equal: without spans. An alias at the top is replaced by its
    /// definition; elsewhere it stands for itself, so it is a key for comparing, not an expression to compute.
    /// </summary>
    public static BoundExpression Normalize(BoundExpression expression) => expression is BoundAlias top
        ? Normalize(top.Alias.Expression)
        : Rewrite(expression, static part => part is BoundAlias alias
            ? alias with { Span = default, Alias = new(alias.Alias.Name, s_anyDefinition) }
            : part with { Span = default });

    /// <summary>The conditions that AND joins at the top, in order.</summary>
    public static IEnumerable<BoundExpression> Conjuncts(BoundExpression condition) => condition is BoundBinary { Operator: BinaryOperator.And } and
        ? Conjuncts(and.Left).Concat(Conjuncts(and.Right))
        : [condition];

    /// <summary>The conditions joined by AND, or null for none.</summary>
    public static BoundExpression? And(IEnumerable<BoundExpression> conditions) => conditions.Aggregate(
        default(BoundExpression),
        static (all, next) => all is null
            ? next
            : new BoundBinary(all.Span.To(next.Span), BinaryOperator.And, all, next, SqlType.Boolean, false));

    /// <summary>Whether it calls into another process, itself or through an alias.</summary>
    public static bool HasRemote(BoundExpression expression) => expression.DescendantsAndSelf().Any(static part => part is BoundCall { Function.Remote: not null });

    /// <summary>Whether it calls an aggregate, itself or through an alias.</summary>
    public static bool HasAggregate(BoundExpression expression) => expression.DescendantsAndSelf().Any(IsAggregate);

    public static bool IsAggregate(BoundExpression expression) => expression is BoundAggregate or BoundHitState { IsAggregate: true };

    private static IEnumerable<BoundExpression> DescendantsAndSelf(BoundExpression expression, HashSet<string> aliases)
    {
        yield return expression;
        if (expression is BoundAlias alias && !aliases.Add(alias.Alias.Name))
            yield break;

        foreach (var child in Children(expression))
        {
            foreach (var part in DescendantsAndSelf(child, aliases))
                yield return part;
        }
    }

    private static IEnumerable<BoundExpression> Present(params BoundExpression?[] expressions) => expressions.OfType<BoundExpression>();
}
