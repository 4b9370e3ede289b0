using CompiledRules.Compiler.Catalogs;
using CompiledRules.Compiler.Expressions;
using CompiledRules.Compiler.Sets;
using CompiledRules.Runtime.Matching;
using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Compiler;

/// <summary>Many rules from rows of one C# type to rows of another, compiled together: a row costs what matches it rather than what is there.</summary>
/// <remarks><inheritdoc cref="SlotRuleSet"/></remarks>
public sealed class TypedRuleSet<TIn, TOut>
{
    private readonly RuleSetProgram<TIn, TOut> _program;
    private readonly IReadOnlyList<(int Rule, TypedRule<TIn, TOut> Compiled)> _alone;

    private TypedRuleSet(int count, RuleSetProgram<TIn, TOut> program, IReadOnlyList<(int Rule, TypedRule<TIn, TOut> Compiled)> alone) =>
        (Count, _program, _alone) = (count, program, alone);

    /// <summary>How many rules there are.</summary>
    public int Count { get; }

    /// <summary>Makes a run, which works on its caller's thread.</summary>
    /// <param name="time">The clock; null for the system's.</param>
    public IBatchObserver<TIn> Start(IRuleSetOutput<TOut> output, TimeProvider? time = null)
    {
        var running = _alone.Count;
        var together = new RuleSetRun<TIn, TOut>(_program, output, time ?? TimeProvider.System, reusesRows: false);
        return new SetInput<TIn, TOut>(together, [.. _alone.Select(rule => rule.Compiled.Start(new AloneOutput<TOut>(rule.Rule, output, Complete), time))], output.OnCompleted);

        void Complete()
        {
            if (--running == 0)
                output.OnCompleted();
        }
    }

    internal static TypedRuleSet<TIn, TOut> Compile(IReadOnlyList<string> statements, IReadOnlyList<FunctionSymbol> functions, RuleOptions options)
    {
        var catalog = new ClrCatalog(typeof(TIn), new FunctionTable([.. FunctionReader.BuiltIn, .. functions]));
        var types = new TypeMap([typeof(TIn), typeof(TOut)]);
        var builder = new RuleSetBuilder<TIn, TOut>(
            statements.Count, new ClrRuleKeys<TIn>(), types, ClrRecords.OutputOf(typeof(TOut)), options, rule => RuleCompiler.PlanOf(statements[rule], catalog, options));
        var alone = new List<(int Rule, TypedRule<TIn, TOut> Compiled)>();
        for (var rule = 0; rule < statements.Count; rule++)
        {
            if (builder.Add(rule, RuleCompiler.PlanOf(statements[rule], catalog, options), statements[rule]) is null)
                alone.Add((rule, RuleCompiler.Compile<TIn, TOut>(statements[rule], functions, options)));
        }

        return new TypedRuleSet<TIn, TOut>(statements.Count, builder.Build(), alone);
    }
}
