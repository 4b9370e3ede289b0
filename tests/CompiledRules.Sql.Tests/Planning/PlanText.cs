using CompiledRules.Sql.Binding;
using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Tests.Binding;

namespace CompiledRules.Sql.Tests.Planning;

/// <summary>Plans as text, with each line's step and without a final line break.</summary>
internal static class PlanText
{
    public static string Of(string sql, RuleOptions? options = null)
    {
        var compilation = Bind.Statement(sql, options);
        Assert.That(compilation.Diagnostics.Where(static diagnostic => diagnostic.IsError), Is.Empty);
        return PlanPrinter.Print(compilation.Plan!).TrimEnd('\n');
    }

    /// <summary>Before any rewrite.</summary>
    public static string Unoptimized(string sql) => PlanPrinter.Print(Planner.Plan((BoundQuery)Bind.Select(sql))).TrimEnd('\n');
}
