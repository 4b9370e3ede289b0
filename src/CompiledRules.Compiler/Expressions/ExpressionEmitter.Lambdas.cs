using System.Linq.Expressions;
using CompiledRules.Runtime.Rules;
using CompiledRules.Sql.Lowering;

namespace CompiledRules.Compiler.Expressions;

internal sealed partial class ExpressionEmitter
{
    /// <summary>Compiles a lambda as it stands.</summary>
    public static Delegate Compile(LoweredLambda lambda, Type delegateType, TypeMap types)
    {
        var emitter = new ExpressionEmitter(types);
        var parameters = emitter.Parameters(lambda, delegateType);
        var locals = emitter.Locals(lambda);
        var result = lambda.Result is null ? Expression.Empty() : emitter.Emit(lambda.Result);
        return Expression.Lambda(delegateType, Expression.Block(locals, [.. emitter.Body(lambda), result]), parameters).Compile();
    }

    /// <summary>The tree of a lambda, for those who want to read it.</summary>
    public static LambdaExpression Tree(LoweredLambda lambda, TypeMap types)
    {
        var emitter = new ExpressionEmitter(types);
        var parameters = lambda.Parameters.Select(parameter => Expression.Parameter(types.TypeOf(parameter.Type), parameter.Name)).ToList();
        foreach (var parameter in parameters)
            emitter._variables.Add(parameter.Name!, parameter);
        var locals = emitter.Locals(lambda);
        var result = lambda.Result is null ? Expression.Empty() : emitter.Emit(lambda.Result);
        return Expression.Lambda(Expression.Block(locals, [.. emitter.Body(lambda), result]), parameters);
    }

    /// <summary>Compiles the body of a row into a loop over a batch. Its first parameter is the row.</summary>
    /// <remarks>The position is the caller's, so that the caller can report a failing row and go on behind it.</remarks>
    public static RowLoop<TIn, TTarget> CompileLoop<TIn, TTarget>(LoweredLambda lambda, TypeMap types)
    {
        var emitter = new ExpressionEmitter(types);
        var batch = Expression.Parameter(typeof(ReadOnlySpan<TIn>), "batch");
        var position = Expression.Parameter(typeof(int).MakeByRefType(), "position");
        var row = Expression.Variable(typeof(TIn), lambda.Parameters[0].Name);
        var context = Expression.Parameter(typeof(RuleContext), lambda.Parameters[1].Name);
        var output = Expression.Parameter(typeof(TTarget), lambda.Parameters[2].Name);
        foreach (var parameter in (ParameterExpression[])[row, context, output])
            emitter._variables.Add(parameter.Name!, parameter);

        var end = Expression.Label("end");
        var locals = emitter.Locals(lambda).Prepend(row).ToList();
        var step = new List<Expression>
        {
            Expression.IfThen(Expression.GreaterThanOrEqual(position, Expression.Property(batch, "Length")), Expression.Break(end)),
            Expression.Assign(row, Expression.Call(typeof(BatchRow).GetMethod(nameof(BatchRow.At))!.MakeGenericMethod(typeof(TIn)), batch, position)),
        };
        step.AddRange(emitter.Body(lambda));
        step.Add(Expression.PreIncrementAssign(position));
        var loop = Expression.Loop(Expression.Block(step), end);
        return Expression.Lambda<RowLoop<TIn, TTarget>>(Expression.Block(locals, [.. lambda.Prolog.Select(emitter.Emit), loop]), batch, position, context, output).Compile();
    }

    private List<ParameterExpression> Parameters(LoweredLambda lambda, Type delegateType)
    {
        var types = delegateType.GetMethod("Invoke")!.GetParameters();
        var parameters = lambda.Parameters.Select((parameter, index) => Expression.Parameter(types[index].ParameterType, parameter.Name)).ToList();
        foreach (var parameter in parameters)
            _variables.Add(parameter.Name!, parameter);
        return parameters;
    }

    private List<ParameterExpression> Locals(LoweredLambda lambda)
    {
        var locals = lambda.Locals.Select(local => Expression.Variable(_types.TypeOf(local.Type), local.Name)).ToList();
        foreach (var local in locals)
            _variables.Add(local.Name!, local);
        return locals;
    }

    private IEnumerable<Expression> Body(LoweredLambda lambda) => lambda.Body.Select(Emit);

    private Expression Emit(LoweredStatement statement) => statement switch
    {
        LoweredAssign assign => Expression.Assign(_variables[assign.Variable.Name], Emit(assign.Value)),
        LoweredIf @if => Expression.IfThen(Emit(@if.Condition), Expression.Block(typeof(void), @if.Then.Select(Emit))),
        LoweredDo @do => Emit(@do.Expression),
        LoweredMark mark => Expression.Assign(Expression.Property(Emit(mark.Context), nameof(RuleContext.Place)), Expression.Constant(mark.Place)),
        _ => throw new InvalidOperationException($"No expression tree for {statement.GetType().Name}"),
    };
}
