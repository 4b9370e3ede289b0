namespace CompiledRules.Sql.Lowering;

/// <summary>Takes the constants out of a rule, so that rules that differ in nothing else are the same code.</summary>
/// <remarks>
/// What remains asks the rule's context for them: where a body loops over a batch before the first row, elsewhere in place. Null, true and false stay, since
/// code depends on them, and so do the numbers of slots and places.
/// </remarks>
public sealed class ConstantLifting
{
    // A long list of constants belongs to the shape of its rule: fetching each would cost more than sharing saves.
    private const int Most = 64;

    private readonly List<LoweredExpression> _integers = [];
    private readonly List<LoweredExpression> _floats = [];
    private readonly List<LoweredExpression> _objects = [];
    private readonly List<LoweredExpression> _values = [];
    private readonly List<LoweredVariable> _locals = [];
    private readonly List<LoweredStatement> _prolog = [];

    private ConstantLifting()
    {
    }

    /// <summary>The rule without places and functions of other processes, and what was taken out of it.</summary>
    public static LiftedRule Lift(LoweredRule rule)
    {
        var lifting = new ConstantLifting();
        var root = lifting.Lift(rule.Root);
        var bare = rule with { Places = [], Functions = [] };
        return lifting._integers.Count + lifting._floats.Count + lifting._objects.Count + lifting._values.Count > Most
            ? new LiftedRule(bare, [], [], [], [])
            : new LiftedRule(
                bare with { Root = root },
                lifting._integers.ToEquatableArray(),
                lifting._floats.ToEquatableArray(),
                lifting._objects.ToEquatableArray(),
                lifting._values.ToEquatableArray());
    }

    private LoweredOperator Lift(LoweredOperator step) => step switch
    {
        LoweredScan scan => scan with { Timestamp = InPlace(scan.Timestamp) },
        LoweredMerge merge => merge with { Inputs = merge.Inputs.Select(Lift).ToEquatableArray() },
        LoweredUnion union => union with { Inputs = union.Inputs.Select(Lift).ToEquatableArray() },
        LoweredWatermark watermark => watermark with { Input = Lift(watermark.Input) },
        LoweredRows rows => rows with { Input = Lift(rows.Input), Body = BeforeLoop(rows.Body) },
        LoweredRemote remote => remote with
        {
            Input = Lift(remote.Input),
            Calls = remote.Calls.Select(call => call with { Condition = InPlace(call.Condition), Arguments = InPlace(call.Arguments)! }).ToEquatableArray(),
        },
        LoweredWindow window => window with
        {
            Input = Lift(window.Input),
            // The stage asks it for numbers only; what it has of expressions is in the lambdas.
            Window = window.Window with { Span = default, Filter = null, Trigger = null, PartitionBy = [], Begin = null, Emit = null },
            Trigger = InPlace(window.Trigger),
            Partition = InPlace(window.Partition),
            Begin = InPlace(window.Begin),
            Emit = InPlace(window.Emit),
        },
        LoweredSingle single => single with { Input = Lift(single.Input) },
        LoweredTable table => table with { Input = Lift(table.Input), Filter = InPlace(table.Filter) },
        LoweredJoin join => join with { Input = Lift(join.Input), On = InPlace(join.On), LeftKeys = InPlace(join.LeftKeys), RightKeys = InPlace(join.RightKeys) },
        LoweredLookup lookup => lookup with { Input = Lift(lookup.Input), Keys = InPlace(lookup.Keys)!, Residual = InPlace(lookup.Residual) },
        LoweredFilter filter => filter with { Input = Lift(filter.Input), Predicate = InPlace(filter.Predicate)! },
        LoweredAggregate aggregate => aggregate with { Input = Lift(aggregate.Input), Fold = BeforeLoop(aggregate.Fold) },
        LoweredTotals totals => totals with { Input = Lift(totals.Input), Fold = BeforeLoop(totals.Fold) },
        LoweredRowNumber number => number with
        {
            Input = Lift(number.Input),
            Calls = number.Calls.Select(call => call with { Partition = InPlace(call.Partition), Order = Lift(call.Order) }).ToEquatableArray(),
        },
        LoweredOrder order => order with { Input = Lift(order.Input), Sort = Lift(order.Sort)! },
        LoweredProject project => project with { Input = Lift(project.Input), Body = InPlace(project.Body)! },
        LoweredUnnest unnest => unnest with { Input = Lift(unnest.Input) },
        LoweredDistinct distinct => distinct with { Input = Lift(distinct.Input) },
        LoweredLimit limit => limit with { Input = Lift(limit.Input) },
        LoweredReshape reshape => reshape with { Input = Lift(reshape.Input) },
        _ => throw new InvalidOperationException($"No parts of {step.GetType().Name}"),
    };

    private LoweredSort? Lift(LoweredSort? sort) => sort is null ? null : sort with { Keys = InPlace(sort.Keys)! };

    private LoweredLambda? InPlace(LoweredLambda? lambda) => lambda is null ? null : Lift(lambda, static value => value);

    private LoweredLambda BeforeLoop(LoweredLambda lambda)
    {
        _locals.Clear();
        _prolog.Clear();
        var lifted = Lift(lambda, Named);
        return lifted with { Locals = lambda.Locals.Concat(_locals).ToEquatableArray(), Prolog = _prolog.ToEquatableArray() };
    }

    private LoweredVariable Named(LoweredExpression value)
    {
        var local = new LoweredVariable(value.Type, $"constant{_locals.Count}");
        _locals.Add(local);
        _prolog.Add(new LoweredAssign(local, value));
        return local;
    }

    private LoweredLambda Lift(LoweredLambda lambda, Func<LoweredExpression, LoweredExpression> use)
    {
        var context = lambda.Parameters.FirstOrDefault(static parameter => parameter.Type.Name == RuntimeNames.Context);
        return context is null ? lambda : new LoweredRewriter(expression => Replace(expression, context, use)).Rewrite(lambda);
    }

    // Null to go on with the parts. The words of an error are needed too seldom to be fetched for each batch, and names of columns belong to the shape.
    private LoweredExpression? Replace(LoweredExpression expression, LoweredVariable context, Func<LoweredExpression, LoweredExpression> use) => expression switch
    {
        LoweredThrow or LoweredSingleton { Method: "Names" } => expression,
        LoweredSingleton singleton => use(Fetch(_objects, singleton, "Object", LoweredType.Clr("System.Object"), context)),
        LoweredConstant { Type.Kind: LoweredKind.Value, Value: long or double or string } constant => use(Fetch(_values, constant, "Value", LoweredType.Value, context)),
        LoweredConstant { Type.Kind: LoweredKind.Int64, Value: long } constant => use(Fetch(_integers, constant, "Integer", LoweredType.Int64, context)),
        LoweredConstant { Type.Kind: LoweredKind.Float64, Value: double } constant => use(Fetch(_floats, constant, "Float", LoweredType.Float64, context)),
        LoweredConstant { Type.Kind: LoweredKind.String, Value: string } constant => use(Fetch(_objects, constant, "Text", LoweredType.String, context)),
        _ => null,
    };

    private static LoweredExpression Fetch(List<LoweredExpression> constants, LoweredExpression constant, string method, LoweredType type, LoweredVariable context)
    {
        constants.Add(constant);
        var all = new LoweredMember(LoweredType.Clr(RuntimeNames.Constants), context, "Constants");
        var value = new LoweredInstanceCall(type, all, method, [Lowered.Int32(constants.Count - 1)]);
        return constant.Type == type ? value : new LoweredConvert(value, constant.Type);
    }
}
