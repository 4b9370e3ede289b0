using CompiledRules.Sql.Binding;
using CompiledRules.Sql.Planning;

namespace CompiledRules.Sql.Lowering;

public sealed partial class Lowerer
{
    // The results travel with the row in slots behind its columns.
    private (LoweredOperator Operator, UnitShape Unit) AnalyticUnits(AnalyticPlan analytic, (LoweredOperator Operator, UnitShape Unit) input)
    {
        input = ToSlots(input);
        var row = new LoweredVariable(input.Unit.Type, "row");
        var context = ContextParameter();
        var output = new LoweredVariable(LoweredType.Clr($"{RuntimeNames.Output}<{input.Unit.Type.Name}>"), "output");
        var results = new Dictionary<int, LoweredExpression>();
        var body = Write(context, () => new AnalyticAccess(input.Unit.Access(row), results), Sources, (lowerer, scope) =>
        {
            results.Clear();
            var statements = CallStatements(analytic.Calls, lowerer, scope, results);
            var values = Lowered.Values(analytic.Calls.Select(call => results[call.Site]));
            var extended = new LoweredCall(input.Unit.Type, RuntimeNames.Spread, "Extend", [row, values]);
            statements.Add(new LoweredDo(new LoweredInstanceCall(LoweredType.Void, output, "Add", [extended])));
            if (scope.NeedsRowContext)
                statements.Insert(0, EnterUnit(input.Unit.Type, row, context));
            return scope.ToLambda([row, context, output], statements, null);
        });

        return (new LoweredRows(input.Operator, input.Unit.Type, body), Extended(input.Unit, analytic.Calls.Select(static call => new ResultSlot(call.Site, false))));
    }

    /// <summary>Rows whose further slots hold results.</summary>
    private UnitShape Extended(UnitShape unit, IEnumerable<ResultSlot> results)
    {
        var all = results.ToList();
        for (var i = 0; i < _shapes.Count; i++)
            _shapes[i] = _shapes[i] with { Results = [.. _shapes[i].Results, .. all] };
        return unit.Type.Name == RuntimeNames.TaggedRow ? MergedUnit() : RowUnit(_shapes[0]);
    }

    // Inner calls come first in the plan, so an outer call finds their results.
    private List<LoweredStatement> CallStatements(
        EquatableArray<BoundAnalytic> calls, ExpressionLowerer lowerer, LambdaScope scope, Dictionary<int, LoweredExpression> results)
    {
        var statements = new List<LoweredStatement>();
        foreach (var call in calls)
        {
            statements.Add(Mark(scope.Context, "Analytic Function", call.Span));
            var value = lowerer.LowerAnalytic(call, statements);
            var local = scope.Local(value.Type, "analytic");
            statements.Add(new LoweredAssign(local, value));
            results[call.Site] = local;
        }

        return statements;
    }

    /// <summary>A row while its calls with history run: results so far are locals.</summary>
    private sealed class AnalyticAccess(RowAccess inner, IReadOnlyDictionary<int, LoweredExpression> results) : OuterAccess(inner)
    {
        public override LoweredExpression Analytic(BoundAnalytic call) => results.TryGetValue(call.Site, out var result) ? result : Inner.Analytic(call);
    }
}
