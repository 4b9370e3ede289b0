using CompiledRules.Compiler.Programs;
using CompiledRules.Sql.Lowering;

namespace CompiledRules.Compiler.Expressions;

/// <summary>Compiles by expression trees: at once, without the C# compiler.</summary>
internal sealed class ExpressionLambdas(TypeMap types) : ILambdaCompiler
{
    public Delegate Compile(LoweredLambda lambda, Type delegateType) => ExpressionEmitter.Compile(lambda, delegateType, types);

    public Delegate CompileLoop(LoweredLambda body, Type row, Type result) =>
        (Delegate)typeof(ExpressionEmitter).GetMethod(nameof(ExpressionEmitter.CompileLoop))!.MakeGenericMethod(row, result).Invoke(null, [body, types])!;
}
