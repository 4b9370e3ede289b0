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

    /// <summary>The lambdas of an operator and of all before it, inputs first.</summary>
    public static IEnumerable<LoweredLambda> Lambdas(LoweredOperator step) => Inputs(step).Items.SelectMany(Lambdas).Concat(OwnLambdas(step).OfType<LoweredLambda>());

    private static IEnumerable<LoweredExpression> Parts(LoweredExpression expression) => expression switch
    {
        LoweredConstant or LoweredVariable => [],
        LoweredSingleton singleton => singleton.Arguments,
        LoweredMember member => [member.Target],
        LoweredSlot slot => [slot.Row],
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

    private static EquatableArray<LoweredOperator> Inputs(LoweredOperator step) => step switch
    {
        LoweredScan => [],
        LoweredMerge merge => merge.Inputs,
        LoweredUnion union => union.Inputs,
        LoweredWatermark watermark => [watermark.Input],
        LoweredRows rows => [rows.Input],
        LoweredWindow window => [window.Input],
        LoweredSingle single => [single.Input],
        LoweredTable table => [table.Input],
        LoweredJoin join => [join.Input],
        LoweredLookup lookup => [lookup.Input],
        LoweredFilter filter => [filter.Input],
        LoweredAggregate aggregate => [aggregate.Input],
        LoweredTotals totals => [totals.Input],
        LoweredRowNumber number => [number.Input],
        LoweredOrder order => [order.Input],
        LoweredProject project => [project.Input],
        LoweredUnnest unnest => [unnest.Input],
        LoweredDistinct distinct => [distinct.Input],
        LoweredLimit limit => [limit.Input],
        _ => throw new InvalidOperationException($"No inputs of {step.GetType().Name} are known"),
    };

    private static IEnumerable<LoweredLambda?> OwnLambdas(LoweredOperator step) => step switch
    {
        LoweredScan scan => [scan.Timestamp],
        LoweredRows rows => [rows.Body],
        LoweredWindow window => [window.Trigger, window.Partition, window.Begin, window.Emit],
        LoweredTable table => [table.Filter],
        LoweredJoin join => [join.On],
        LoweredLookup lookup => [lookup.Keys, lookup.Residual],
        LoweredFilter filter => [filter.Predicate],
        LoweredAggregate aggregate => [aggregate.Key, aggregate.Fold],
        LoweredTotals totals => [totals.Fold],
        LoweredRowNumber number => number.Calls.SelectMany(static call => new[] { call.Partition, call.Order?.Keys }),
        LoweredOrder order => [order.Sort.Keys],
        LoweredProject project => [project.Body],
        _ => [],
    };
}
