using CompiledRules.Compiler.Programs;
using CompiledRules.Sql.Lowering;

namespace CompiledRules.Compiler.Expressions;

/// <summary>Compiled lambdas: equal ones are compiled once as long as a rule uses them, whatever else their rules are made of.</summary>
internal static class LambdaCache
{
    private static readonly WeakCache<(LoweredLambda Lambda, Type Type), Delegate> s_known = new();

    /// <param name="type">That of the delegate.</param>
    public static Delegate Find(LoweredLambda lambda, Type type, TypeMap types, Func<Delegate> compile)
    {
        if (s_known.TryFind((lambda, type), out var known))
            return known;

        var compiled = compile();
        // What names a type of a plugin goes with the plugin.
        return types.HasPassingTypes ? compiled : s_known.Keep((lambda, type), compiled);
    }
}
