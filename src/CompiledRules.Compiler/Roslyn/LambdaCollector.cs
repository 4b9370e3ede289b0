using CompiledRules.Compiler.Programs;
using CompiledRules.Runtime.Rules;
using CompiledRules.Sql.Lowering;

namespace CompiledRules.Compiler.Roslyn;

/// <summary>Notes what a rule asks to be compiled, in order. The stages that are built with it are thrown away.</summary>
internal sealed class LambdaCollector : ILambdaCompiler
{
    public List<LambdaRequest> Requests { get; } = [];

    public Delegate Compile(LoweredLambda lambda, Type delegateType)
    {
        Requests.Add(new LambdaRequest(lambda, delegateType, false));
        return null!;
    }

    public Delegate CompileLoop(LoweredLambda body, Type row, Type result)
    {
        Requests.Add(new LambdaRequest(body, typeof(RowLoop<,>).MakeGenericType(row, result), true));
        return null!;
    }
}
