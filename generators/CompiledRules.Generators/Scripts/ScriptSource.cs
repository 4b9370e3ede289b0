using CompiledRules.Generators.Writers;
using CompiledRules.Sql;
using CompiledRules.Sql.Assembling;
using CompiledRules.Sql.Diagnostics;
using CompiledRules.Sql.Emit;
using CompiledRules.Sql.Lowering;
using CompiledRules.Sql.Scripts;
using CompiledRules.Sql.Symbols;
using SourceText = CompiledRules.Sql.Text.SourceText;

namespace CompiledRules.Generators.Scripts;

/// <summary>From a script to its source.</summary>
internal static class ScriptSource
{
    public static CompiledScript Compile(RuleScript script, EquatableArray<FunctionSymbol> functions)
    {
        var diagnostics = new DiagnosticBag();
        var hint = $"{script.FullClassName}.sql.g.cs";
        string? source = null;
        try
        {
            source = Write(script, new Catalog([], new FunctionTable(functions)), diagnostics);
        }
        catch (InvalidOperationException exception)
        {
            diagnostics.Report(RuleProblems.CompilerFailed.At(new(0, 0), exception.Message));
        }

        var text = new SourceText(script.Text);
        var problems = diagnostics.ToSorted().Items.Select(problem => ScriptProblem.Of(problem, script.Path, text, script.Text.Length));
        return new CompiledScript(hint, script.FullClassName, diagnostics.HasErrors ? null : source, problems.ToEquatableArray());
    }

    private static string? Write(RuleScript script, ICatalog functions, DiagnosticBag diagnostics)
    {
        var compilation = ScriptCompilation.Compile(script.Text, functions);
        diagnostics.ReportAll(compilation.Diagnostics);
        foreach (var query in compilation.Queries)
            diagnostics.Report(RuleProblems.QueryWithoutRule.At(query.Span));

        var rules = compilation.Rules.Items.Where(static rule => rule.Compilation.Plan is not null)
            .Select(rule => (Rule: rule, Code: Assembler.Assemble(Lowerer.Lower(rule.Compilation.Plan!, null, rule.Options, diagnostics)))).ToList();
        if (diagnostics.HasErrors)
            return null;

        var streams = compilation.Streams.Items.Where(static stream => stream.Columns.Count > 0).ToList();
        var typed = rules.Select(rule => TypedScriptRule.TryCreate(script, compilation, rule.Rule, functions)).OfType<TypedScriptRule>().ToList();
        var writer = new CSharpWriter();
        FileParts.Header(writer);
        using (FileParts.Namespace(script.Namespace, writer))
        {
            writer.Line($"/// <summary>The rules of <c>{Path.GetFileName(script.Path)}</c>.</summary>");
            using (writer.Block($"internal static partial class {script.ClassName}"))
            {
                foreach (var rule in typed)
                    TypedRuleWriter.Write(rule, writer);
                ScriptProgramWriter.Write(script, rules, writer);
                if (script.Surroundings.HasConnectors)
                    ScriptSettingsWriter.Write(compilation, rules, writer);
                foreach (var stream in streams)
                    RowRecordWriter.Write(ScriptRows.TypeOf(stream), $"A row of stream {stream.Name}", ScriptRows.ColumnsOf(stream), isRead: true, writer);
                foreach (var rule in typed)
                    RowRecordWriter.Write(rule.ResultName, $"A result of rule {rule.Rule.Name}", rule.Code.Rule.Output.Record!.Members, isRead: false, writer);
            }
        }

        return writer.ToString();
    }
}
