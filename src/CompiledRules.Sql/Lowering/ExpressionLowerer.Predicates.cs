using CompiledRules.Sql.Binding;

namespace CompiledRules.Sql.Lowering;

internal sealed partial class ExpressionLowerer
{
    private LoweredExpression LowerMember(BoundMember member)
    {
        var target = Lowered.ToValue(Lower(member.Target));
        return Typed(Operator(LoweredType.Value, "Member", target, Lowered.Text(member.Key)), member.Type);
    }

    private LoweredExpression LowerIndex(BoundIndex index) =>
        Typed(Operator(LoweredType.Value, "Index", LowerToValue(index.Target), LowerToValue(index.Index)), index.Type);

    // An open bound is a missing one: null as a value would be a wrong index.
    private LoweredCall LowerSlice(BoundSlice slice)
    {
        var start = slice.Start is null ? Lowered.Missing : LowerToValue(slice.Start);
        var end = slice.End is null ? Lowered.Missing : LowerToValue(slice.End);
        return Operator(LoweredType.Value, "Slice", LowerToValue(slice.Target), start, end);
    }

    // A null operand is in no list, and NOT IN any list neither.
    private LoweredExpression LowerIn(BoundIn @in)
    {
        var operand = Lower(@in.Operand);
        return Named(operand, named =>
        {
            var isAny = @in.Items
                .Select(item => LowerComparison(BinaryOperator.Equal, Lowered.NotNull(named), Lower(item)))
                .Aggregate(static (left, right) => Lowered.Or(left, right));
            var result = @in.IsNegated ? Lowered.Not(isAny) : isAny;
            return Lowered.And(Lowered.Not(Lowered.IsNull(named)), result);
        });
    }

    private LoweredCall LowerInArray(BoundInArray @in)
    {
        var method = @in.IsNegated ? "NotInArray" : "InArray";
        return Operator(LoweredType.Boolean, method, LowerToValue(@in.Operand), LowerToValue(@in.Array), Context);
    }

    private LoweredExpression LowerBetween(BoundBetween between)
    {
        var (operand, lower, upper) = (Lower(between.Operand), Lower(between.Lower), Lower(between.Upper));
        if (!operand.Type.IsNumber || !lower.Type.IsNumber || !upper.Type.IsNumber)
        {
            var method = between.IsNegated ? "NotBetween" : "Between";
            return Operator(LoweredType.Boolean, method, Lowered.ToValue(operand), Lowered.ToValue(lower), Lowered.ToValue(upper), Context);
        }

        return Named(operand, x => Named(lower, low => Named(upper, high =>
        {
            var isPresent = Lowered.Not(Lowered.Or(Lowered.IsNull(x), Lowered.Or(Lowered.IsNull(low), Lowered.IsNull(high))));
            var isInside = Lowered.And(
                LowerComparison(BinaryOperator.GreaterOrEqual, Lowered.NotNull(x), Lowered.NotNull(low)),
                LowerComparison(BinaryOperator.LessOrEqual, Lowered.NotNull(x), Lowered.NotNull(high)));
            return Lowered.And(isPresent, between.IsNegated ? Lowered.Not(isInside) : isInside);
        })));
    }

    private LoweredExpression LowerLike(BoundLike like)
    {
        var operand = LowerToValue(like.Operand);
        var result = like.Pattern is BoundLiteral { Value: string pattern }
            ? Operator(LoweredType.Boolean, "Like", operand is LoweredConvert { Operand: { Type.Kind: LoweredKind.String } text } ? text : operand, PatternOf(pattern))
            : Operator(LoweredType.Boolean, "Like", operand, LowerToValue(like.Pattern));
        return like.IsNegated ? Lowered.Not(result) : result;
    }

    private static LoweredSingleton PatternOf(string pattern) =>
        new(LoweredType.Clr(RuntimeNames.LikePattern), RuntimeNames.LikePattern, "Compile", [Lowered.Text(pattern)]);

    private LoweredExpression LowerCase(BoundCase @case)
    {
        if (@case.Operand is null)
            return CaseChain(@case, when => LowerChoice(when.Condition));

        return Named(Lower(@case.Operand), operand => CaseChain(@case, when => LowerComparison(BinaryOperator.Equal, operand, Lower(when.Condition))));
    }

    private LoweredExpression CaseChain(BoundCase @case, Func<BoundWhen, LoweredExpression> test)
    {
        // Lowered in the order of evaluation, so that locals are numbered as they are used.
        var arms = @case.Whens.Select(when => (Test: test(when), Result: Lower(when.Result))).ToList();
        var otherwise = @case.Else is null ? Lowered.NullValue : Lower(@case.Else);
        if (otherwise is LoweredConstant { Value: null })
            otherwise = Lowered.Null(arms[0].Result.Type);

        return arms.AsEnumerable().Reverse().Aggregate(otherwise, static (rest, arm) => Lowered.Conditional(arm.Test, arm.Result, rest));
    }

    // A condition that is no boolean is passed over like one that is false.
    private LoweredExpression LowerChoice(BoundExpression expression)
    {
        var condition = Lower(expression);
        return condition.Type.Kind == LoweredKind.Boolean
            ? WithValue(condition, static value => value, Lowered.False)
            : Operator(LoweredType.Boolean, "IsTrue", Lowered.ToValue(condition));
    }
}
