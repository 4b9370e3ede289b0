using CompiledRules.Sql.Lowering;

namespace CompiledRules.Compiler.Roslyn;

/// <summary>A lambda that a rule needs as a method.</summary>
/// <param name="IsLoop">Whether the method loops over a batch and the lambda is the body for one row.</param>
internal sealed record LambdaRequest(LoweredLambda Lambda, Type DelegateType, bool IsLoop);
