using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Reflection;
using CompiledRules.Compiler.Expressions;
using CompiledRules.Runtime.Programs;
using CompiledRules.Runtime.Rules;
using CompiledRules.Sql.Assembling;
using CompiledRules.Sql.Lowering;

namespace CompiledRules.Compiler.Programs;

/// <summary>Makes the stages of an assembled rule by reflection, once per rule, and compiles its functions as expression trees: at once, without the C# compiler.</summary>
internal sealed class StageBuilder(TypeMap types)
{
    public static Stage<TOut> Build<TOut>(AssembledRule rule, TypeMap types) => (Stage<TOut>)new StageBuilder(types).Make(rule.Root)!;

    private object? Make(AssembledPart part) => part switch
    {
        AssembledObject made => types.Find(made.Type).GetConstructors(BindingFlags.Public | BindingFlags.Instance)[0].Invoke([.. made.Arguments.Select(Make)]),
        AssembledMethod { IsLoop: true } method => Loop(method.Lambda),
        AssembledMethod method => Function(method.Lambda),
        AssembledMerge merge => StateMerging.Of(types.Find(merge.StateType)),
        AssembledConstant constant => constant.Value,
        AssembledChoice choice => Enum.Parse(types.Find(choice.Type), choice.Member),
        AssembledArray { IsImmutable: true } array => array.Items.Select(item => (string)Make(item)!).ToImmutableArray(),
        AssembledArray array => Array(array),
        _ => throw new InvalidOperationException($"Nothing is made of {part.GetType().Name}"),
    };

    private Array Array(AssembledArray array)
    {
        var made = System.Array.CreateInstance(types.Find(array.ItemType), array.Items.Count);
        for (var i = 0; i < made.Length; i++)
            made.SetValue(Make(array.Items[i]), i);
        return made;
    }

    private Delegate Function(LoweredLambda lambda)
    {
        var parameters = lambda.Parameters.Select(parameter => types.TypeOf(parameter.Type));
        var type = Expression.GetDelegateType([.. parameters, lambda.Result is null ? typeof(void) : types.TypeOf(lambda.Result.Type)]);
        return LambdaCache.Find(lambda, type, types, () => ExpressionEmitter.Compile(lambda, type, types));
    }

    private Delegate Loop(LoweredLambda body)
    {
        Type[] rows = [types.TypeOf(body.Parameters[0].Type), types.TypeOf(body.Parameters[2].Type)];
        return LambdaCache.Find(body, typeof(RowLoop<,>).MakeGenericType(rows), types, () => (Delegate)typeof(ExpressionEmitter)
            .GetMethod(nameof(ExpressionEmitter.CompileLoop))!
            .MakeGenericMethod(rows)
            .Invoke(null, [body, types])!);
    }
}
