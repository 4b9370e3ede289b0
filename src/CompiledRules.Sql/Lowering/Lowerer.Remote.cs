using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Sql.Lowering;

public sealed partial class Lowerer
{
    // Results of calls that were made with joined rows.
    private readonly Dictionary<int, (int Part, int Slot)> _joinedResults = [];
    private int _resultParts;

    private (LoweredOperator Operator, UnitShape Unit) RemoteUnits(RemotePlan plan, (LoweredOperator Operator, UnitShape Unit) input)
    {
        var calls = plan.Calls.Select(call => LowerRemote(call, input.Unit)).ToEquatableArray();
        var isCollective = !plan.IsRowLevel();
        var numbers = plan.Calls.Select(static call => call.Number).ToList();
        switch (input.Unit.Type.Name)
        {
            case RuntimeNames.Row or RuntimeNames.TaggedRow:
                return (new LoweredRemote(input.Operator, input.Unit.Type, calls, -1, isCollective), Extended(input.Unit, numbers.Select(static number => new ResultSlot(number, true))));
            case RuntimeNames.JoinedRow:
                var part = _sourceCount + _resultParts++;
                for (var i = 0; i < numbers.Count; i++)
                    _joinedResults.Add(numbers[i], (part, i));
                return (new LoweredRemote(input.Operator, input.Unit.Type, calls, part, isCollective), input.Unit);
            default:
                var type = LoweredType.Clr($"{RuntimeNames.Called}<{input.Unit.Type.Name}>");
                return (new LoweredRemote(input.Operator, type, calls, -1, isCollective), new UnitShape(type, unit => new CalledAccess(input.Unit, numbers, unit)));
        }
    }

    private LoweredRemoteCall LowerRemote(RemoteCall call, UnitShape unit)
    {
        var row = new LoweredVariable(unit.Type, "row");
        var context = ContextParameter();
        var arguments = Write(context, () => AccessOf(unit, row), Sources, (lowerer, scope) =>
        {
            var values = Lowered.Values(call.Call.Arguments.Select(lowerer.LowerToValue));
            return scope.ToLambda([row, context], CallPrologue(call, unit, row, scope), values);
        });
        var condition = call.Condition is null && call.Source is null
            ? null
            : Write(context, () => AccessOf(unit, row), Sources, (lowerer, scope) =>
            {
                var holds = call.Condition is null ? Lowered.True : lowerer.LowerCondition(call.Condition);
                return scope.ToLambda([row, context], CallPrologue(call, unit, row, scope), Lowered.And(IsOf(call, unit, row), holds));
            });
        return new LoweredRemoteCall(FunctionOf(call.Call.Function), condition, arguments, PlaceOf(call.Clause, call.Call.Span));
    }

    private int FunctionOf(FunctionSymbol function)
    {
        var number = _functions.IndexOf(function);
        if (number >= 0)
            return number;

        _functions.Add(function);
        return _functions.Count - 1;
    }

    private static RowAccess AccessOf(UnitShape unit, LoweredVariable row) =>
        unit.Type.Name is RuntimeNames.Row or RuntimeNames.TaggedRow ? new SingleRowAccess(unit.Access(row)) : unit.Access(row);

    private static LoweredExpression IsOf(RemoteCall call, UnitShape unit, LoweredVariable row) => call.Source is { } source && unit.Type.Name == RuntimeNames.TaggedRow
        ? new LoweredBinary(LoweredType.Boolean, LoweredBinaryOperator.Equal, new LoweredMember(LoweredType.Clr("System.Int32"), row, "Source"), Lowered.Int32(source.Index))
        : Lowered.True;

    private List<LoweredStatement> CallPrologue(RemoteCall call, UnitShape unit, LoweredVariable row, LambdaScope scope)
    {
        var statements = new List<LoweredStatement> { Mark(scope.Context, call.Clause, call.Call.Span) };
        if (scope.NeedsRowContext && unit.Type.Name is RuntimeNames.Row or RuntimeNames.TaggedRow)
            statements.Insert(0, EnterUnit(unit.Type, row, scope.Context));
        return statements;
    }

    private static bool IsGrouped(LogicalPlan plan) => plan is AggregatePlan || plan is RemotePlan remote && IsGrouped(remote.Input);
}
