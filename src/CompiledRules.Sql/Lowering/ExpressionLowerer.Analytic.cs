using CompiledRules.Sql.Binding;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Sql.Lowering;

internal sealed partial class ExpressionLowerer
{
    /// <summary>The call that advances the state of a call with history and gives its result for the row in hand.</summary>
    /// <param name="before">Takes what has to run before it.</param>
    public LoweredExpression LowerAnalytic(BoundAnalytic call, List<LoweredStatement> before)
    {
        var overload = call.Overload ?? AnyOverload(call.Function);
        LoweredExpression when = Lowered.True;
        if (call.When is not null)
        {
            var condition = Lower(call.When);
            when = condition.Type == LoweredType.Boolean ? condition : Lowered.Not(Operator(LoweredType.Boolean, "IsFalse", Lowered.ToValue(condition)));
        }

        LoweredExpression state = call.PartitionBy.Count == 0 ? StateOf(overload.DeclaringType, call.Site) : PartitionStateOf(overload.DeclaringType, call, before);
        var arguments = Spread(call.Arguments, overload);
        return WithNames(arguments, 0, names =>
        {
            List<LoweredExpression> passed = [when, .. PassedAll(overload, names)];
            return new LoweredInstanceCall(ResultOf(overload), state, "Next", passed.ToEquatableArray());
        });
    }

    /// <summary>The columns that changed, as an object that may be null.</summary>
    public LoweredExpression LowerChangedColumns(BoundChangedColumns column)
    {
        var names = SourceRowAccess.Names(column.Names);
        var values = ValueArray(column.Values.Select(LowerToValue).ToEquatableArray());
        var state = StateOf(RuntimeNames.ChangedColumns, column.Site);
        LoweredExpression[] arguments =
        [
            new LoweredConvert(new LoweredCall(LoweredType.Clr("System.String[]"), RuntimeNames.Spread, "ColumnNames", [names, values]), LoweredType.Clr(RuntimeNames.NameSpan)),
            Argument(LowerToValue(column.Prefix), new ParameterSymbol("prefix", SqlType.String, false)),
            Argument(LowerToValue(column.IgnoreNull), new ParameterSymbol("ignoreNull", SqlType.Boolean, false)),
            new LoweredConvert(new LoweredCall(LoweredType.Clr(RuntimeNames.Values), RuntimeNames.Spread, "ColumnValues", [names, values]), LoweredType.Clr(RuntimeNames.ValueSpan)),
        ];
        return new LoweredInstanceCall(LoweredType.Object.Nullable(), state, "Next", [.. arguments]);
    }

    /// <summary>Adds the arguments of an aggregate's call to its state; what stands in its way is null, where the aggregate does not take it.</summary>
    public LoweredStatement LowerFold(BoundAggregate call, LoweredMember state)
    {
        var overload = AggregateLayout.OverloadOf(call);
        var rowArguments = overload.TakesRow ? 1 : 0;
        var isRowCount = call.Arguments.Count == 0 || (call.Arguments[0] is BoundWholeRow && !overload.TakesNull && !overload.TakesRow);
        List<LoweredExpression> arguments = isRowCount ? [Lowered.ToValue(Lowered.True)] : [.. call.Arguments.Skip(rowArguments).Select(Lower)];
        LoweredExpression isSkipped = Lowered.False;
        if (!overload.TakesNull && !isRowCount && overload.Parameters.Count > 0)
        {
            var first = arguments[0];
            if (first is not (LoweredVariable or LoweredSlot or LoweredConstant) && first.Type.IsNullable)
            {
                var local = scope.Local(first.Type, "argument");
                isSkipped = new LoweredLet(local, first, Lowered.IsNull(local));
                arguments[0] = local;
            }
            else
            {
                isSkipped = Lowered.IsNull(first);
            }

            arguments[0] = Lowered.NotNull(arguments[0]);
        }

        var row = call.Arguments.Take(rowArguments).Select(LowerToValue);
        var add = new LoweredDo(new LoweredInstanceCall(LoweredType.Void, state, "Add", [.. row, .. PassedAll(overload, arguments)]));
        return isSkipped == Lowered.False ? add : new LoweredIf(Lowered.Not(isSkipped), [add]);
    }

    private static FunctionOverload AnyOverload(FunctionSymbol function) =>
        function.Overloads.Items.FirstOrDefault(static overload => overload.Parameters.Any(static parameter => parameter.Type.Kind == SqlTypeKind.Any))
        ?? function.Overloads.Items.Last();

    // A wildcard among the arguments of a variadic call stands for all columns.
    private List<LoweredExpression> Spread(EquatableArray<BoundExpression> arguments, FunctionOverload overload)
    {
        var spread = new List<LoweredExpression>();
        foreach (var argument in arguments)
        {
            if (overload.IsVariadic && argument is BoundWholeRow row && IsExpandable(row.Source))
                spread.AddRange(Expand(row).Select(static entry => entry.Value));
            else
                spread.Add(Lower(argument));
        }

        return spread;
    }

    private IEnumerable<LoweredExpression> PassedAll(FunctionOverload overload, List<LoweredExpression> arguments)
    {
        var fixedCount = overload.Parameters.Count - (overload.IsVariadic ? 1 : 0);
        for (var i = 0; i < fixedCount; i++)
            yield return i < arguments.Count ? Passed(arguments[i], overload.Parameters[i], GuardKind.None) : DefaultOf(overload.Parameters[i]);
        if (overload.IsVariadic)
            yield return new LoweredNewArray(LoweredType.Clr(RuntimeNames.ValueSpan), arguments.Skip(fixedCount).Select(Lowered.ToValue).ToEquatableArray());
    }

    private LoweredMember StateOf(string type, int site)
    {
        var holder = $"{RuntimeNames.AnalyticState}<{type}>";
        site = scope.SiteNumber(site);
        scope.Sites.Add(new LoweredSite(site, holder));
        return new LoweredMember(LoweredType.Clr(type), new LoweredCall(LoweredType.Clr(holder), holder, "Of", [Context, Lowered.Int32(site)]), "State");
    }

    // The first call with certain partitions numbers them; the number is looked up once per row for all of them.
    private LoweredElement PartitionStateOf(string type, BoundAnalytic call, List<LoweredStatement> before)
    {
        var site = scope.SiteNumber(call.Site);
        var states = $"{RuntimeNames.PartitionStates}<{type}>";
        var partition = call.PartitionBy.Select(BoundTree.Normalize).ToEquatableArray();
        if (!scope.Partitions.TryGetValue(partition, out var slot))
        {
            var keys = GroupKeys.Of(call.PartitionBy, Lower);
            var holder = $"{RuntimeNames.KeyedPartitionStates}<{type}, {keys.Type}, {keys.Comparer}>";
            slot = scope.Local(LoweredType.Clr("System.Int32"), "partition");
            before.Add(new LoweredAssign(slot, new LoweredCall(slot.Type, holder, "SlotOf", [Context, Lowered.Int32(site), keys.Value(call.PartitionBy, Lower)])));
            scope.Partitions.Add(partition, slot);
            scope.Sites.Add(new LoweredSite(site, holder));
        }
        else
        {
            scope.Sites.Add(new LoweredSite(site, states));
        }

        var array = new LoweredCall(LoweredType.Clr(type + "[]"), states, "Of", [Context, Lowered.Int32(site), slot]);
        return new LoweredElement(LoweredType.Clr(type), array, slot);
    }
}
