using CompiledRules.Sql.Lowering;

namespace CompiledRules.Compiler.Programs;

/// <summary>A back end: makes delegates of the lambdas of one rule.</summary>
internal interface ILambdaCompiler
{
    /// <param name="delegateType">Its parameters are those of the lambda.</param>
    Delegate Compile(LoweredLambda lambda, Type delegateType);

    /// <summary>Makes a loop over a batch of a body that works on one row.</summary>
    /// <returns>A <see cref="Runtime.Rules.RowLoop{TIn, TOut}"/>.</returns>
    Delegate CompileLoop(LoweredLambda body, Type row, Type result);
}
