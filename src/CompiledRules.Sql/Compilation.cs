using CompiledRules.Sql.Binding;
using CompiledRules.Sql.Diagnostics;
using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Symbols;
using CompiledRules.Sql.Syntax;

namespace CompiledRules.Sql;

/// <summary>A statement from text to plan: the way of the front end, in order.</summary>
/// <param name="Query">Bound, with <see cref="BoundError"/> where something did not bind; null where the text did not parse.</param>
/// <param name="Plan">Optimized; null where there is an error.</param>
public sealed record Compilation(BoundQuery? Query, LogicalPlan? Plan, EquatableArray<SqlDiagnostic> Diagnostics)
{
    public bool HasErrors => Diagnostics.Items.Any(static diagnostic => diagnostic.IsError);

    /// <summary>Never throws for what is wrong with <paramref name="sql"/>: that is in <see cref="Diagnostics"/>.</summary>
    public static Compilation Compile(string sql, ICatalog catalog, RuleOptions options)
    {
        var parsed = Parser.ParseSelect(sql);
        return parsed.HasErrors ? new(null, null, parsed.Diagnostics) : Compile(parsed.Root, catalog, options, parsed.Diagnostics);
    }

    /// <param name="parsed">What the parser had to say; warnings only.</param>
    public static Compilation Compile(
        SelectStatementSyntax statement, ICatalog catalog, RuleOptions options, EquatableArray<SqlDiagnostic> parsed = default)
    {
        var diagnostics = new DiagnosticBag();
        diagnostics.ReportAll(parsed);
        var query = Binder.Bind(statement, catalog, options, diagnostics);
        if (diagnostics.HasErrors)
            return new(query, null, diagnostics.ToSorted());

        var plan = Optimizer.Optimize(Planner.Plan(query), options);
        return new(query, plan, diagnostics.ToSorted());
    }

    /// <summary>The plan as it is made and after each rewrite, for <c>explain</c>; empty where there is an error.</summary>
    public IEnumerable<PlanStep> Explain(RuleOptions options) =>
        HasErrors || Query is null ? [] : Optimizer.Steps(Planner.Plan(Query), options);
}
