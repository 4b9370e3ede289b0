using CompiledRules.Sql.Binding;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Sql.Planning;

/// <summary>A rule over single rows, its condition taken apart for an index over many rules.</summary>
/// <param name="Terms">Comparisons of a column with constants; the rule matches only where all of them hold. None can fail where the column holds what its constants are.</param>
/// <param name="Rest">The rule without those terms.</param>
/// <param name="IsShareable">Whether rules with an equal rest give equal rows, so that one of them can compute for all.</param>
public sealed record RuleTerms(EquatableArray<RuleTerm> Terms, LogicalPlan Rest, bool IsShareable)
{
    // Above it, not every integer is a double, in which numbers are compared here.
    private const double LargestExact = 9007199254740992;

    /// <param name="isIndexed">Whether a column can be read by an index.</param>
    /// <returns>Null where the rule does more than to filter and to project single rows: such a rule cannot be taken apart.</returns>
    public static RuleTerms? Of(LogicalPlan plan, Func<ColumnSymbol, bool> isIndexed)
    {
        if (plan is not ProjectPlan project || Expressions(plan).Any(static part => part is BoundHitState or BoundAnalytic))
            return null;

        return project.Input switch
        {
            ScanPlan { TimestampColumn: null } => new([], plan, IsPure(plan)),
            FilterPlan { Input: ScanPlan { TimestampColumn: null } scan } filter => Split(project, filter, scan, isIndexed),
            _ => null,
        };
    }

    private static RuleTerms Split(ProjectPlan project, FilterPlan filter, ScanPlan scan, Func<ColumnSymbol, bool> isIndexed)
    {
        // Only those in front: what stands behind a condition that may fail is not asked before it.
        var conditions = BoundTree.Conjuncts(filter.Predicate).ToList();
        var terms = conditions.Select(condition => TermOf(condition, isIndexed)).TakeWhile(static term => term is not null).Select(static term => term!).ToEquatableArray();
        LogicalPlan input = BoundTree.And(conditions.Skip(terms.Count)) is { } rest ? filter with { Predicate = rest } : scan;
        var plan = project with { Input = input };
        return new(terms, plan, IsPure(plan));
    }

    private static RuleTerm? TermOf(BoundExpression condition, Func<ColumnSymbol, bool> isIndexed) => condition switch
    {
        BoundBinary { Operator: var @operator } binary when OperatorOf(@operator) is { } kind =>
            Compare(binary.Left, kind, [binary.Right], isIndexed) ?? Compare(binary.Right, Flip(kind), [binary.Left], isIndexed),
        BoundBetween { IsNegated: false } between => Compare(between.Operand, TermOperator.Between, [between.Lower, between.Upper], isIndexed),
        BoundIn { IsNegated: false } list => Compare(list.Operand, TermOperator.In, list.Items, isIndexed),
        _ => null,
    };

    private static RuleTerm? Compare(BoundExpression operand, TermOperator @operator, EquatableArray<BoundExpression> others, Func<ColumnSymbol, bool> isIndexed)
    {
        if (ColumnOf(operand) is not { } column || !isIndexed(column) || others.IsEmpty)
            return null;

        var constants = others.Select(ConstantOf).ToList();
        var areNumbers = constants.TrueForAll(static constant => constant is double number && Math.Abs(number) < LargestExact);
        var areTexts = constants.TrueForAll(static constant => constant is string) && @operator is TermOperator.Equal or TermOperator.In;
        var fits = column.Type.Kind switch
        {
            SqlTypeKind.BigInt or SqlTypeKind.Float => areNumbers,
            SqlTypeKind.String => areTexts,
            SqlTypeKind.Any => areNumbers || areTexts,
            _ => false,
        };
        return fits ? new(column, @operator, constants.Select(static constant => constant!).ToEquatableArray()) : null;
    }

    private static ColumnSymbol? ColumnOf(BoundExpression expression) => expression switch
    {
        BoundField field => field.Column with { Type = field.Type },
        BoundFirstField { Sources.Count: 1 } field => new ColumnSymbol(field.Name, SqlType.Any),
        BoundAlias { Alias.Expression: BoundField or BoundFirstField } alias => ColumnOf(alias.Alias.Expression),
        BoundConvert { Type.Kind: SqlTypeKind.Float, Operand: BoundField { Type.Kind: SqlTypeKind.BigInt } field } => ColumnOf(field),
        _ => null,
    };

    private static object? ConstantOf(BoundExpression expression) => expression switch
    {
        BoundLiteral { Value: long number } => (double)number,
        BoundLiteral { Value: double number } => number,
        BoundLiteral { Value: string text } => text,
        BoundConvert { Type.Kind: SqlTypeKind.Float, Operand: BoundLiteral { Value: long } literal } => ConstantOf(literal),
        _ => null,
    };

    private static TermOperator? OperatorOf(BinaryOperator @operator) => @operator switch
    {
        BinaryOperator.Equal => TermOperator.Equal,
        BinaryOperator.Less => TermOperator.Less,
        BinaryOperator.LessOrEqual => TermOperator.LessOrEqual,
        BinaryOperator.Greater => TermOperator.Greater,
        BinaryOperator.GreaterOrEqual => TermOperator.GreaterOrEqual,
        _ => null,
    };

    private static TermOperator Flip(TermOperator @operator) => @operator switch
    {
        TermOperator.Less => TermOperator.Greater,
        TermOperator.LessOrEqual => TermOperator.GreaterOrEqual,
        TermOperator.Greater => TermOperator.Less,
        TermOperator.GreaterOrEqual => TermOperator.LessOrEqual,
        _ => @operator,
    };

    private static bool IsPure(LogicalPlan plan) => Expressions(plan).All(static part => part is not BoundCall call
        || (call.Overload is { } overload ? [overload] : call.Function.Overloads).Items.All(static overload => overload is { IsDeterministic: true, TakesContext: false }));

    private static IEnumerable<BoundExpression> Expressions(LogicalPlan plan) =>
        PlanExpressions.Of(plan).Concat(PlanTree.Inputs(plan).Items.SelectMany(PlanExpressions.Of)).SelectMany(static expression => expression.DescendantsAndSelf());
}

/// <summary>A column compared with constants.</summary>
/// <param name="Constants">All of them numbers (<c>double</c>) or all texts; two of BETWEEN, any number of IN, otherwise one.</param>
public sealed record RuleTerm(ColumnSymbol Column, TermOperator Operator, EquatableArray<object> Constants)
{
    public bool IsText => Constants[0] is string;
}

public enum TermOperator
{
    Equal,
    In,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,

    /// <summary>Both bounds are inside.</summary>
    Between,
}
