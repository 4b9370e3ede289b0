using CompiledRules.Generators.Model;
using CompiledRules.Generators.Writers;
using CompiledRules.Sql;
using CompiledRules.Sql.Assembling;
using CompiledRules.Sql.Diagnostics;
using CompiledRules.Sql.Lowering;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Generators;

/// <summary>From a marked method to its source.</summary>
internal static class RuleCompilation
{
    public static CompiledMethod Compile(RuleMethodSpec method, EquatableArray<FunctionSymbol> functions)
    {
        if (method.Problems.Count > 0)
            return new(method.HintName, null, method.Problems);

        var diagnostics = new DiagnosticBag();
        try
        {
            return new(method.HintName, Source(method, functions, diagnostics), diagnostics.ToSorted());
        }
        catch (InvalidOperationException exception)
        {
            // The front end says so where it meets what it has no form for; the author of the rule sees it at the rule.
            diagnostics.Report(RuleProblems.CompilerFailed.At(new(0, method.Sql.Length), exception.Message));
            return new(method.HintName, null, diagnostics.ToSorted());
        }
    }

    private static string? Source(RuleMethodSpec method, EquatableArray<FunctionSymbol> functions, DiagnosticBag diagnostics)
    {
        var catalog = new Catalog(method.Inputs.Select(static input => input.Stream), new FunctionTable(functions));
        var compilation = Compilation.Compile(method.Sql, catalog, method.Options);
        diagnostics.ReportAll(compilation.Diagnostics);
        if (compilation.Plan is not { } plan)
            return null;

        var lowered = Lowerer.Lower(plan, method.Output, method.Options, diagnostics);
        if (diagnostics.HasErrors)
            return null;

        return method.Form == RuleForm.Pushed && lowered.Root is LoweredRows { Input: LoweredScan } rows
            ? RowRuleWriter.Write(method, lowered, rows)
            : ProgramRuleWriter.Write(method, Assembler.Assemble(lowered));
    }
}
