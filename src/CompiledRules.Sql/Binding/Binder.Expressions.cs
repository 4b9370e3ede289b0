using CompiledRules.Sql.Diagnostics;
using CompiledRules.Sql.Symbols;
using CompiledRules.Sql.Syntax;
using CompiledRules.Sql.Text;

namespace CompiledRules.Sql.Binding;

public sealed partial class Binder
{
    private BoundExpression BindExpression(ExpressionSyntax syntax) => syntax switch
    {
        LiteralExpressionSyntax literal => BindLiteral(literal.Span, literal.Value),
        TimeUnitExpressionSyntax unit => new BoundLiteral(unit.Span, SqlType.Null, null),
        NameExpressionSyntax name => BindName(name),
        WildcardExpressionSyntax wildcard => Report(SqlDiagnostics.MisplacedWildcard.At(wildcard.Span)),
        MemberExpressionSyntax member => BindMember(BindExpression(member.Operand), member.Name, member.Span),
        IndexExpressionSyntax index => BindIndex(index),
        SliceExpressionSyntax slice => BindSlice(slice),
        ParenthesizedExpressionSyntax parenthesized => BindExpression(parenthesized.Expression),
        UnaryExpressionSyntax unary => BindUnary(unary),
        BinaryExpressionSyntax binary => BindBinary(binary),
        BetweenExpressionSyntax between => BindBetween(between),
        InListExpressionSyntax list => BindInList(list),
        InArrayExpressionSyntax array => BindInArray(array),
        LikeExpressionSyntax like => BindLike(like),
        IsNullExpressionSyntax test => BindIsNull(test),
        CaseExpressionSyntax @case => BindCase(@case),
        CastExpressionSyntax cast => BindCast(cast),
        CallExpressionSyntax call => BindCall(call),
        MissingExpressionSyntax => new BoundError(syntax.Span),
        _ => throw new InvalidOperationException($"No binding of {syntax.GetType().Name}"),
    };

    /// <param name="place">What needs the condition, for the message.</param>
    private BoundExpression BindCondition(ExpressionSyntax syntax, string place)
    {
        var condition = BindExpression(syntax);
        return TypeRules.IsCondition(condition.Type)
            ? condition
            : Report(SqlDiagnostics.NotCondition.At(syntax.Span, place, Describe(condition)));
    }

    private static BoundLiteral BindLiteral(TextSpan span, object? value) => new(span, TypeOf(value), value);

    private static SqlType TypeOf(object? literal) => literal switch
    {
        null => SqlType.Null,
        bool => SqlType.Boolean,
        long => SqlType.BigInt,
        double => SqlType.Float,
        string => SqlType.String,
        _ => throw new InvalidOperationException($"No SQL type for {literal.GetType().Name}"),
    };

    private BoundExpression BindIndex(IndexExpressionSyntax syntax)
    {
        var target = BindArray(syntax.Operand);
        var index = BindIndexValue(syntax.Index);
        return HasError(target, index!)
            ? new BoundError(syntax.Span)
            : new BoundIndex(syntax.Span, target, index!, target.Type.Element ?? SqlType.Any);
    }

    private BoundExpression BindSlice(SliceExpressionSyntax syntax)
    {
        var target = BindArray(syntax.Operand);
        var start = BindIndexValue(syntax.Start);
        var end = BindIndexValue(syntax.End);
        if (start is BoundLiteral { Value: long from and >= 0 } && end is BoundLiteral { Value: long to and >= 0 } && from >= to)
            return Report(SqlDiagnostics.SliceBounds.At(start.Span.To(end.Span), $"{from}", $"{to}"));

        var type = target.Type.Kind == SqlTypeKind.Array ? target.Type : SqlType.AnyArray;
        return HasError(target) || start is BoundError || end is BoundError
            ? new BoundError(syntax.Span)
            : new BoundSlice(syntax.Span, target, start, end, type);
    }

    private BoundExpression BindArray(ExpressionSyntax syntax)
    {
        var target = BindExpression(syntax);
        return TypeRules.IsOpen(target.Type) || target.Type.Kind == SqlTypeKind.Array
            ? target
            : Report(SqlDiagnostics.NotIndexable.At(syntax.Span, Describe(target)));
    }

    private BoundExpression? BindIndexValue(ExpressionSyntax? syntax)
    {
        if (syntax is null)
            return null;

        var index = BindExpression(syntax);
        return TypeRules.IsNumeric(index.Type) ? index : Report(SqlDiagnostics.IndexNotNumber.At(syntax.Span, Describe(index)));
    }

    private BoundExpression BindUnary(UnaryExpressionSyntax syntax)
    {
        var operand = BindExpression(syntax.Operand);
        var isNot = syntax.Operator == SyntaxKind.NotKeyword;
        if (HasError(operand))
            return new BoundError(syntax.Span);
        if (isNot ? !TypeRules.IsCondition(operand.Type) : !TypeRules.IsNumeric(operand.Type))
            return Report(SqlDiagnostics.UnaryNotApplicable.At(syntax.Span, SyntaxFacts.OperatorText(syntax.Operator), Describe(operand)));

        return isNot
            ? new BoundUnary(syntax.Span, UnaryOperator.Not, operand, SqlType.Boolean, operand.IsNullable)
            : new BoundUnary(syntax.Span, UnaryOperator.Negate, operand, operand.Type, operand.IsNullable);
    }

    private BoundExpression BindIsNull(IsNullExpressionSyntax syntax)
    {
        var operand = BindExpression(syntax.Operand);
        var test = syntax.IsNegated ? UnaryOperator.IsNotNull : UnaryOperator.IsNull;
        return HasError(operand) ? operand : new BoundUnary(syntax.Span, test, operand, SqlType.Boolean, false);
    }

    private BoundExpression BindBetween(BetweenExpressionSyntax syntax)
    {
        var operand = BindExpression(syntax.Operand);
        var lower = BindComparand(operand, syntax.Lower, "BETWEEN", isOrdering: true);
        var upper = BindComparand(operand, syntax.Upper, "BETWEEN", isOrdering: true);
        return HasError(operand, lower, upper)
            ? new BoundError(syntax.Span)
            : new BoundBetween(syntax.Span, operand, syntax.IsNegated, lower, upper);
    }

    private BoundExpression BindInList(InListExpressionSyntax syntax)
    {
        var operand = BindExpression(syntax.Operand);
        var items = syntax.Values.Select(value => BindComparand(operand, value, "IN", isOrdering: false)).ToEquatableArray();
        return HasError([operand, .. items])
            ? new BoundError(syntax.Span)
            : new BoundIn(syntax.Span, operand, syntax.IsNegated, items);
    }

    // x IN list-of-values compares with each element; an operand that is a single value is never what is meant.
    private BoundExpression BindInArray(InArrayExpressionSyntax syntax)
    {
        var operand = BindExpression(syntax.Operand);
        var array = BindExpression(syntax.Array);
        if (HasError(operand, array))
            return new BoundError(syntax.Span);
        if (!TypeRules.IsOpen(array.Type) && array.Type.Kind != SqlTypeKind.Array)
            return Report(SqlDiagnostics.InNotArray.At(syntax.Array.Span, Describe(array)));
        if (array.Type.Element is { } element && !TypeRules.Compare(operand.Type, element, isOrdering: false))
            return Report(SqlDiagnostics.OperatorNotApplicable.At(syntax.Span, "IN", Describe(operand), Describe(array)));

        return new BoundInArray(syntax.Span, operand, syntax.IsNegated, array);
    }

    private BoundExpression BindComparand(BoundExpression operand, ExpressionSyntax syntax, string name, bool isOrdering)
    {
        var comparand = BindExpression(syntax);
        return HasError(operand, comparand) || TypeRules.Compare(operand.Type, comparand.Type, isOrdering)
            ? comparand
            : Report(SqlDiagnostics.OperatorNotApplicable.At(syntax.Span, name, Describe(operand), Describe(comparand)));
    }

    private BoundExpression BindLike(LikeExpressionSyntax syntax)
    {
        var operand = BindString(syntax.Operand);
        var pattern = BindString(syntax.Pattern);
        return HasError(operand, pattern) ? new BoundError(syntax.Span) : new BoundLike(syntax.Span, operand, syntax.IsNegated, pattern);
    }

    private BoundExpression BindString(ExpressionSyntax syntax)
    {
        var text = BindExpression(syntax);
        return TypeRules.IsOpen(text.Type) || text.Type.Kind == SqlTypeKind.String
            ? text
            : Report(SqlDiagnostics.LikeNotString.At(syntax.Span, Describe(text)));
    }

    private BoundExpression BindCase(CaseExpressionSyntax syntax)
    {
        var operand = syntax.Operand is null ? null : BindExpression(syntax.Operand);
        var whens = syntax.Branches.Select(branch => new BoundWhen(BindWhen(operand, branch.When), BindExpression(branch.Then))).ToEquatableArray();
        var otherwise = syntax.Else is null ? null : BindExpression(syntax.Else);
        if (operand is BoundError || otherwise is BoundError || whens.Any(static when => HasError(when.Condition, when.Result)))
            return new BoundError(syntax.Span);

        var results = whens.Select(static when => when.Result).Concat(otherwise is null ? [] : [otherwise]).ToList();
        var type = results.Select(static result => result.Type).Aggregate(SqlType.Null, TypeRules.Unify);
        var isNullable = otherwise is null || results.Exists(static result => result.IsNullable);
        return new BoundCase(syntax.Span, operand, whens, otherwise, type, isNullable);
    }

    private BoundExpression BindWhen(BoundExpression? operand, ExpressionSyntax syntax)
    {
        if (operand is not null)
            return BindComparand(operand, syntax, "CASE", isOrdering: false);

        var condition = BindExpression(syntax);
        return TypeRules.IsCondition(condition.Type)
            ? condition
            : Report(SqlDiagnostics.WhenNotCondition.At(syntax.Span, Describe(condition)));
    }

    // CAST(x AS t) is the function cast with the name of the type.
    private BoundExpression BindCast(CastExpressionSyntax syntax)
    {
        var operand = BindExpression(syntax.Operand);
        if (syntax.Type is not SimpleTypeSyntax simple)
        {
            return syntax.Type is MissingTypeSyntax
                ? new BoundError(syntax.Span)
                : Report(SqlDiagnostics.CastNotSupported.At(syntax.Type.Span, syntax.Type is ArrayTypeSyntax ? "an array" : "a struct"));
        }

        var target = new BoundLiteral(simple.Span, SqlType.String, simple.Type.ToString().ToLowerInvariant());
        return _catalog.FindFunction(CastFunction) is { } function
            ? BindScalar(syntax.Span, function, [new(operand, syntax.Operand), new(target, syntax.Operand)])
            : Report(UnknownFunction(syntax.Span, CastFunction));
    }

    private static bool HasError(params IEnumerable<BoundExpression> expressions) =>
        expressions.Any(static expression => expression.Type.Kind == SqlTypeKind.Error);
}
