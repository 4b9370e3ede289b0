using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Sql.Lowering;

public sealed partial class Lowerer
{
    // One body does all that happens to a row: calls with history, filters, and the output row.
    private LoweredRows LowerRowProject(ProjectPlan project)
    {
        var steps = RowSteps(project.Input, out var scan);
        var shape = ShapeOf(scan, 0);
        var row = new LoweredVariable(shape.Type, "row");
        var context = ContextParameter();
        var output = new LoweredVariable(LoweredType.Clr(RuntimeNames.Output + "<" + (_record?.TypeName ?? RuntimeNames.Row) + ">"), "output");

        var body = Write(context, () => new SourceRowAccess(shape, row), [scan.Source], (lowerer, scope) =>
        {
            var statements = RowBody(steps, 0, lowerer, scope, () => EmitRow(project.Columns, lowerer, scope, shape, row, output));
            if (scope.NeedsRowContext)
                statements.Insert(0, EnterRow(shape, row, context));
            return scope.ToLambda([row, context, output], statements, null);
        });
        return new LoweredRows(new LoweredScan(shape, null), _output.Type, body);
    }

    /// <summary>Writes a lambda twice: only the first run knows how often each alias is used.</summary>
    private static LoweredLambda Write(
        LoweredVariable context, Func<RowAccess> access, IReadOnlyList<SourceSymbol> sources, Func<ExpressionLowerer, LambdaScope, LoweredLambda> write)
    {
        var first = new LambdaScope(context, access());
        write(new ExpressionLowerer(first, sources), first);

        var second = new LambdaScope(context, access(), first.AliasUses);
        return write(new ExpressionLowerer(second, sources), second);
    }

    private static List<LogicalPlan> RowSteps(LogicalPlan plan, out ScanPlan scan)
    {
        var steps = new List<LogicalPlan>();
        while (true)
        {
            switch (plan)
            {
                case FilterPlan filter:
                    steps.Insert(0, filter);
                    plan = filter.Input;
                    break;
                case AnalyticPlan analytic:
                    steps.Insert(0, analytic);
                    plan = analytic.Input;
                    break;
                case OrderPlan order:
                    // A single row is in order.
                    plan = order.Input;
                    break;
                case ScanPlan found:
                    scan = found;
                    return steps;
                default:
                    throw new InvalidOperationException($"No lowered form for {plan.GetType().Name} among the steps of a row");
            }
        }
    }

    private List<LoweredStatement> RowBody(
        List<LogicalPlan> steps, int from, ExpressionLowerer lowerer, LambdaScope scope, Func<IEnumerable<LoweredStatement>> last)
    {
        var body = new List<LoweredStatement>();
        for (var i = from; i < steps.Count; i++)
        {
            if (steps[i] is not FilterPlan filter)
                continue;

            scope.HitSites.Clear();
            var condition = lowerer.LowerCondition(filter.Predicate);
            if (CanFail(condition))
                body.Add(Mark(scope.Context, "Where", filter.Predicate.Span));

            var then = Hits(scope).Concat(RowBody(steps, i + 1, lowerer, scope, last)).ToEquatableArray();
            body.Add(new LoweredIf(condition, then));
            return body;
        }

        scope.HitSites.Clear();
        body.AddRange(last());
        body.AddRange(Hits(scope));
        return body;
    }

    private static List<LoweredStatement> Hits(LambdaScope scope)
    {
        var hits = scope.HitSites
            .Select(site => (LoweredStatement)new LoweredDo(new LoweredCall(
                LoweredType.Void, RuntimeNames.HitStates, "Hit", [scope.RowContext(), new LoweredConstant(LoweredType.Clr("System.Int32"), site)])))
            .ToList();
        scope.HitSites.Clear();
        return hits;
    }

    private static LoweredDo EnterRow(RowShape shape, LoweredVariable row, LoweredVariable context) => shape.IsClr
        ? new LoweredDo(new LoweredInstanceCall(LoweredType.Void, context, "EnterNow", []))
        : new LoweredDo(new LoweredInstanceCall(LoweredType.Void, context, "Enter", [row]));

    /// <summary>Whether evaluation may end in a row error; what cannot fail needs no mark.</summary>
    private static bool CanFail(LoweredExpression expression) => expression switch
    {
        LoweredConstant or LoweredVariable or LoweredSingleton => false,
        LoweredSlot slot => CanFail(slot.Row),
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
