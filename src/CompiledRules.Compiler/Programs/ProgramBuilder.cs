using CompiledRules.Compiler.Expressions;
using CompiledRules.Runtime.Programs;
using CompiledRules.Runtime.Rules;
using CompiledRules.Sql.Lowering;
using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Symbols;
using CompiledRules.State;

namespace CompiledRules.Compiler.Programs;

/// <summary>Makes programs of lowered rules.</summary>
internal static class ProgramBuilder
{
    /// <param name="sql">What the places of the rule count in.</param>
    public static RuleProgram<TOut> Build<TOut>(LoweredRule rule, RuleOptions options, string sql, TypeMap types, ILambdaCompiler lambdas) => new(
        StageBuilder.Build<TOut>(rule, types, lambdas),
        StageBuilder.GivesRows(rule.Root),
        rule.Inputs.Count,
        new ProgramOptions(
            options.IsEventTime, options.LateTolerance, options.IdleTimeout, options.FlushAtEnd, options.PlanOptimizeStrategy.EnableSendSlidingWindowTwice),
        [.. rule.Sites.Select(site => SiteOf(site, types))],
        [.. rule.Places.Select(place => PlaceOf(place, sql))]);

    /// <summary>A program over rows of slots.</summary>
    public static SlotRuleProgram BuildSlots(LoweredRule rule, RuleOptions options, string sql, TypeMap types, ILambdaCompiler lambdas) => new(
        Build<Row>(rule, options, sql, types, lambdas),
        [.. rule.Inputs.Select(static shape => new RuleInput(shape.Source.Stream.Name, StageBuilder.LayoutOf(shape), shape.Source.Stream.Kind == StreamKind.ScanTable))],
        StageBuilder.OutputOf(rule.Output),
        // A rule over single rows copies values out of them; all others keep rows until a window or a collection is complete.
        keepsInputRows: rule.Root is not LoweredRows { Input: LoweredScan { Timestamp: null } });

    private static CallSite SiteOf(LoweredSite site, TypeMap types)
    {
        var create = types.Find(site.Holder).GetMethod("Create")!.CreateDelegate<Func<bool, IStateful>>();
        return new CallSite(site.Site, () => create(site.IsPartitioned));
    }

    private static RulePlace PlaceOf(LoweredPlace place, string sql)
    {
        var span = place.Span;
        var text = span.End <= sql.Length ? sql.Substring(span.Start, span.Length) : "";
        return new RulePlace(place.Clause, text, span.Start, span.Length);
    }
}
