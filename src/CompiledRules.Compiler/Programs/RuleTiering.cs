using CompiledRules.Compiler.Expressions;
using CompiledRules.Runtime.Programs;

namespace CompiledRules.Compiler.Programs;

/// <summary>Gives hot rules a second form in the background.</summary>
internal static class RuleTiering
{
    /// <summary>The body that a rule begins with, and what changes it over; null where a back end is fixed.</summary>
    public static (RuleBody<TOut> Body, ProgramHeat<TOut>? Heat) Begin<TOut>(
        RuleCode code, TypeMap types, IReadOnlyList<Type> rows, RuleBackend backend, TieringOptions? options)
    {
        if (backend != RuleBackend.Tiered)
            return (RuleBodies.Of<TOut>(code, types, rows, backend), null);

        RuleBodies.RequireVisible(rows, code.Sql);
        var body = RuleBodies.Of<TOut>(code, types, rows, RuleBackend.Instant);
        options ??= TieringOptions.Default;
        return (body, body.HeatOf(options, () => HeatOf<TOut>(code, types, rows, options)));
    }

    private static ProgramHeat<TOut> HeatOf<TOut>(RuleCode code, TypeMap types, IReadOnlyList<Type> rows, TieringOptions options)
    {
        return new(options.HotFrom, heat => Task.Factory.StartNew(() => Compile(heat), CancellationToken.None, TaskCreationOptions.DenyChildAttach, options.Scheduler));

        void Compile(ProgramHeat<TOut> heat)
        {
            try
            {
                heat.Faster = RuleBodies.Of<TOut>(code, types, rows, RuleBackend.Optimized).Root;
                options.OnCompiled?.Invoke(null);
            }
#pragma warning disable CA1031 // The rules run as they did, whatever the compiler ran into.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                options.OnCompiled?.Invoke(exception);
            }
        }
    }
}
