namespace CompiledRules.Sql.Lowering;

/// <summary>Walks lowered code.</summary>
public static class LoweredTree
{
    /// <summary>All expressions of a lambda, each before its parts.</summary>
    public static IEnumerable<LoweredExpression> Expressions(LoweredLambda lambda) =>
        lambda.Body.SelectMany(Expressions).Concat(lambda.Result is null ? [] : Expressions(lambda.Result));

    public static IEnumerable<LoweredExpression> Expressions(LoweredStatement statement) => statement switch
    {
        LoweredAssign assign => Expressions(assign.Value),
        LoweredIf @if => Expressions(@if.Condition).Concat(@if.Then.SelectMany(Expressions)),
        LoweredDo @do => Expressions(@do.Expression),
        LoweredMark mark => Expressions(mark.Context),
        _ => throw new InvalidOperationException($"No parts of {statement.GetType().Name} are known"),
    };

    public static IEnumerable<LoweredExpression> Expressions(LoweredExpression expression) => Parts(expression).SelectMany(Expressions).Prepend(expression);

    private static IEnumerable<LoweredExpression> Parts(LoweredExpression expression) => expression switch
    {
        LoweredConstant or LoweredVariable => [],
        LoweredSingleton singleton => singleton.Arguments,
        LoweredMember member => [member.Target],
        LoweredSlot slot => [slot.Row],
        LoweredElement element => [element.Array, element.Index],
        LoweredCall call => call.Arguments,
        LoweredInstanceCall call => call.Arguments.Prepend(call.Target),
        LoweredBinary binary => [binary.Left, binary.Right],
        LoweredNot not => [not.Operand],
        LoweredNegate negate => [negate.Operand],
        LoweredConditional conditional => [conditional.Test, conditional.Then, conditional.Else],
        LoweredNullTest test => [test.Operand],
        LoweredConvert convert => [convert.Operand],
        LoweredLet let => [let.Value, let.Body],
        LoweredOnce once => [once.Value],
        LoweredNewArray array => array.Items,
        LoweredNew @new => @new.Arguments.Concat(@new.Members.Select(static member => member.Value)),
        LoweredThrow error => [error.Exception],
        _ => throw new InvalidOperationException($"No parts of {expression.GetType().Name} are known"),
    };
}
