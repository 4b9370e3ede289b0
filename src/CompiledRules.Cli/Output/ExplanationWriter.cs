using CompiledRules.Compiler;
using CompiledRules.Sql;
using CompiledRules.Sql.Planning;

namespace CompiledRules.Cli.Output;

/// <summary>Writes how one statement becomes code.</summary>
internal static class ExplanationWriter
{
    /// <param name="compilation">Without errors.</param>
    public static void Write(TextWriter output, string rule, string sql, Compilation compilation, RuleOptions options)
    {
        output.WriteLine($"rule {rule}");
        WriteIndented(output, sql);
        string? before = null;
        foreach (var step in compilation.Explain(options))
        {
            var plan = PlanPrinter.Print(step.Plan);
            WriteSection(output, $"plan, {(step.Name == "Planner" ? "as planned" : $"after {step.Name}")}", plan == before ? "(the same)" : plan);
            before = plan;
        }

        var explanation = RuleCompiler.Explain(compilation);
        WriteSection(output, "lowered", explanation.Lowered);
        foreach (var tree in explanation.Trees)
            WriteSection(output, $"expression tree of {tree.Name}", tree.Text);
        output.WriteLine();
    }

    private static void WriteSection(TextWriter output, string title, string text)
    {
        output.WriteLine();
        output.WriteLine($"-- {title}");
        WriteIndented(output, text);
    }

    private static void WriteIndented(TextWriter output, string text)
    {
        foreach (var line in text.TrimEnd().Split('\n'))
            output.WriteLine($"   {line.TrimEnd()}");
    }
}
