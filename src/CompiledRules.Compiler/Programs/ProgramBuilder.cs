using CompiledRules.Compiler.Expressions;
using CompiledRules.Runtime.Programs;
using CompiledRules.Runtime.Rules;
using CompiledRules.Sql.Assembling;
using CompiledRules.Sql.Lowering;
using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Symbols;
using CompiledRules.State;

namespace CompiledRules.Compiler.Programs;

/// <summary>Makes programs of compiled stages.</summary>
internal static class ProgramBuilder
{
    /// <param name="sql">What the places of the rule count in.</param>
    /// <param name="root">The last stage of <paramref name="assembled"/>.</param>
    public static RuleProgram<TOut> Build<TOut>(AssembledRule assembled, RuleOptions options, string sql, TypeMap types, Stage<TOut> root)
    {
        var rule = assembled.Rule;
        return new(
            root,
            assembled.GivesRows,
            rule.Inputs.Count,
            new ProgramOptions(
                options.IsEventTime, options.LateTolerance, options.IdleTimeout, options.FlushAtEnd, options.PlanOptimizeStrategy.EnableSendSlidingWindowTwice),
            [.. rule.Sites.Select(site => SiteOf(site, types))],
            [.. rule.Places.Select(place => PlaceOf(place, sql))]);
    }

    /// <summary>A program over rows of slots.</summary>
    public static SlotRuleProgram BuildSlots(AssembledRule assembled, RuleOptions options, string sql, TypeMap types, Stage<Row> root) => new(
        Build(assembled, options, sql, types, root),
        [.. assembled.Rule.Inputs.Select(static shape => new RuleInput(shape.Source.Stream.Name, LayoutOf(shape), shape.Source.Stream.Kind == StreamKind.ScanTable))],
        new OutputLayout([.. Columns(assembled.Rule.Output.Columns, assembled.Rule.Output.SpreadSlot)], assembled.Rule.Output.SpreadSlot),
        assembled.KeepsInputRows);

    private static RowLayout LayoutOf(RowShape shape) => new([.. Columns(shape.Columns, shape.WholeRowSlot)], shape.WholeRowSlot);

    // What is no column of its own has a slot behind the others, without a name.
    private static IEnumerable<string> Columns(IEnumerable<string> columns, int wholeSlot) => wholeSlot >= 0 ? columns.Append("") : columns;

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
