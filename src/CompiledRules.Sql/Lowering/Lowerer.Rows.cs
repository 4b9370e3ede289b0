using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Sql.Lowering;

public sealed partial class Lowerer
{
    // One body does all that happens to a row: calls with history, filters, and the output row.
    private LoweredRows LowerRowProject(ProjectPlan project)
    {
        var steps = RowSteps(project.Input, out var below);
        var (input, unit, sources) = RowInput(below);
        var row = new LoweredVariable(unit.Type, "row");
        var context = ContextParameter();
        var output = new LoweredVariable(LoweredType.Clr($"{RuntimeNames.Output}<{_output.Type.Name}>"), "output");
        var results = new Dictionary<int, LoweredExpression>();
        var body = Write(context, () => new SingleRowAccess(new AnalyticAccess(unit.Access(row), results)), sources, (lowerer, scope) =>
        {
            results.Clear();
            var origin = unit.Type.Name == RuntimeNames.Row ? row : null;
            var statements = RowBody(steps, 0, lowerer, scope, results, () => EmitRow(project.Columns, lowerer, scope, origin, output));
            if (scope.NeedsRowContext)
                statements.Insert(0, EnterUnit(unit.Type, row, context));
            return scope.ToLambda([row, context, output], statements, null);
        });
        return new LoweredRows(input, _output.Type, body);
    }

    // A stream alone is read in place, also when its rows are of a C# type.
    private (LoweredOperator Operator, UnitShape Unit, IReadOnlyList<SourceSymbol> Sources) RowInput(LogicalPlan below)
    {
        if (below is ScanPlan { TimestampColumn: null } scan)
        {
            var shape = ShapeOf(scan);
            return (new LoweredScan(shape, null), RowUnit(shape), [scan.Source]);
        }

        var (input, unit) = RowUnits(below);
        return (input, unit, Sources);
    }

    /// <summary>Writes a lambda twice: only the first run knows how often each alias is used.</summary>
    private LoweredLambda Write(
        LoweredVariable context, Func<RowAccess> access, IReadOnlyList<SourceSymbol> sources, Func<ExpressionLowerer, LambdaScope, LoweredLambda> write)
    {
        var first = new LambdaScope(context, access()) { SiteNumber = _numbers.Of };
        write(new ExpressionLowerer(first, sources), first);

        var second = new LambdaScope(context, access(), first.AliasUses) { SiteNumber = _numbers.Of };
        var lambda = write(new ExpressionLowerer(second, sources), second);
        _sites.UnionWith(second.Sites);
        return lambda;
    }

    private static List<LogicalPlan> RowSteps(LogicalPlan plan, out LogicalPlan below)
    {
        var steps = new List<LogicalPlan>();
        while (true)
        {
            var input = plan switch
            {
                FilterPlan filter => filter.Input,
                AnalyticPlan analytic => analytic.Input,
                // A single row is in order, and the first of its kind.
                OrderPlan order => order.Input,
                RowNumberPlan number => number.Input,
                _ => null,
            };
            if (input is null)
            {
                below = plan;
                return steps;
            }

            steps.Insert(0, plan);
            plan = input;
        }
    }

    private List<LoweredStatement> RowBody(
        List<LogicalPlan> steps,
        int from,
        ExpressionLowerer lowerer,
        LambdaScope scope,
        Dictionary<int, LoweredExpression> results,
        Func<IEnumerable<LoweredStatement>> last)
    {
        var body = new List<LoweredStatement>();
        for (var i = from; i < steps.Count; i++)
        {
            if (steps[i] is AnalyticPlan analytic)
                body.AddRange(CallStatements(analytic.Calls, lowerer, scope, results));
            if (steps[i] is not FilterPlan filter)
                continue;

            scope.HitSites.Clear();
            var condition = lowerer.LowerCondition(filter.Predicate);
            if (CanFail(condition))
                body.Add(Mark(scope.Context, "Where", filter.Predicate.Span));

            var hits = Hits(scope);
            var then = RowBody(steps, i + 1, lowerer, scope, results, last).Concat(hits).ToEquatableArray();
            body.Add(new LoweredIf(condition, then));
            return body;
        }

        scope.HitSites.Clear();
        body.AddRange(last());
        body.AddRange(Hits(scope));
        return body;
    }

    /// <param name="kept">The counters of which what was seen is kept for the select list.</param>
    private static List<LoweredStatement> Hits(LambdaScope scope, List<int>? kept = null)
    {
        var hits = scope.HitSites
            .Select(site => (LoweredStatement)new LoweredDo(new LoweredCall(
                LoweredType.Void, RuntimeNames.HitStates, kept?.Contains(site) == true ? "HitAndKeep" : "Hit", [scope.RowContext(), Lowered.Int32(scope.SiteNumber(site))])))
            .ToList();
        scope.HitSites.Clear();
        return hits;
    }

    /// <summary>Whether evaluation may end in a row error; what cannot fail needs no mark.</summary>
    private static bool CanFail(LoweredExpression expression) => expression switch
    {
        LoweredConstant or LoweredVariable or LoweredSingleton => false,
        LoweredSlot slot => CanFail(slot.Row),
        LoweredElement element => CanFail(element.Array) || CanFail(element.Index),
        LoweredMember member => CanFail(member.Target),
        LoweredBinary binary => CanFail(binary.Left) || CanFail(binary.Right),
        LoweredNot not => CanFail(not.Operand),
        LoweredNegate negate => CanFail(negate.Operand),
        LoweredNullTest test => CanFail(test.Operand),
        LoweredConvert convert => CanFail(convert.Operand),
        LoweredConditional conditional => CanFail(conditional.Test) || CanFail(conditional.Then) || CanFail(conditional.Else),
        LoweredLet let => CanFail(let.Value) || CanFail(let.Body),
        LoweredOnce once => CanFail(once.Value),
        LoweredCall { DeclaringType: RuntimeNames.Operators, Method: "OmitNull" or "WriteNull" or "EqualText" or "IsTrue" or "IsFalse", Arguments: [var argument, ..] } =>
            CanFail(argument),
        _ => true,
    };
}
