using CompiledRules.Compiler.Programs;
using CompiledRules.Runtime.Rules;
using CompiledRules.Sql.Lowering;

namespace CompiledRules.Compiler.Roslyn;

/// <summary>Hands out the methods of a compiled class in the order in which they were asked for before.</summary>
/// <param name="rule">An instance of the class: delegates that have a target are called faster than those of static methods.</param>
internal sealed class CompiledLambdas(object rule) : ILambdaCompiler
{
    private int _next;

    public Delegate Compile(LoweredLambda lambda, Type delegateType) => Delegate.CreateDelegate(delegateType, rule, RuleClassWriter.MethodName(_next++));

    public Delegate CompileLoop(LoweredLambda body, Type row, Type result) => Compile(body, typeof(RowLoop<,>).MakeGenericType(row, result));
}
