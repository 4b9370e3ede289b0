namespace CompiledRules.Sql.Lowering;

/// <summary>Makes lowered code anew with some expressions replaced.</summary>
/// <param name="change">Gives what stands in the place of an expression; null to go on with its parts.</param>
internal sealed class LoweredRewriter(Func<LoweredExpression, LoweredExpression?> change)
{
    public LoweredLambda Rewrite(LoweredLambda lambda) =>
        lambda with { Body = Rewrite(lambda.Body), Result = lambda.Result is null ? null : Rewrite(lambda.Result) };

    public LoweredExpression Rewrite(LoweredExpression expression) => change(expression) ?? expression switch
    {
        LoweredConstant or LoweredVariable => expression,
        LoweredSingleton singleton => singleton with { Arguments = Rewrite(singleton.Arguments) },
        LoweredMember member => member with { Target = Rewrite(member.Target) },
        LoweredSlot slot => slot with { Row = Rewrite(slot.Row) },
        LoweredElement element => element with { Array = Rewrite(element.Array), Index = Rewrite(element.Index) },
        LoweredCall call => call with { Arguments = Rewrite(call.Arguments) },
        LoweredInstanceCall call => call with { Target = Rewrite(call.Target), Arguments = Rewrite(call.Arguments) },
        LoweredBinary binary => binary with { Left = Rewrite(binary.Left), Right = Rewrite(binary.Right) },
        LoweredNot not => not with { Operand = Rewrite(not.Operand) },
        LoweredNegate negate => negate with { Operand = Rewrite(negate.Operand) },
        LoweredConditional conditional => conditional with { Test = Rewrite(conditional.Test), Then = Rewrite(conditional.Then), Else = Rewrite(conditional.Else) },
        LoweredNullTest test => test with { Operand = Rewrite(test.Operand) },
        LoweredConvert convert => convert with { Operand = Rewrite(convert.Operand) },
        LoweredLet let => let with { Value = Rewrite(let.Value), Body = Rewrite(let.Body) },
        LoweredOnce once => once with { Value = Rewrite(once.Value) },
        LoweredNewArray array => array with { Items = Rewrite(array.Items) },
        LoweredNew @new => @new with
        {
            Arguments = Rewrite(@new.Arguments),
            Members = @new.Members.Select(member => member with { Value = Rewrite(member.Value) }).ToEquatableArray(),
        },
        LoweredThrow error => error with { Exception = Rewrite(error.Exception) },
        _ => throw new InvalidOperationException($"No parts of {expression.GetType().Name} are known"),
    };

    private EquatableArray<LoweredExpression> Rewrite(EquatableArray<LoweredExpression> expressions) => expressions.Select(Rewrite).ToEquatableArray();

    private EquatableArray<LoweredStatement> Rewrite(EquatableArray<LoweredStatement> statements) => statements.Select(Rewrite).ToEquatableArray();

    private LoweredStatement Rewrite(LoweredStatement statement) => statement switch
    {
        LoweredAssign assign => assign with { Value = Rewrite(assign.Value) },
        LoweredIf @if => @if with { Condition = Rewrite(@if.Condition), Then = Rewrite(@if.Then) },
        LoweredDo @do => @do with { Expression = Rewrite(@do.Expression) },
        LoweredMark => statement,
        _ => throw new InvalidOperationException($"No parts of {statement.GetType().Name} are known"),
    };
}
