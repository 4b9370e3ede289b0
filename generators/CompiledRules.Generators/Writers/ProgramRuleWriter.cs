using CompiledRules.Generators.Model;
using CompiledRules.Sql.Assembling;
using CompiledRules.Sql.Emit;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Generators.Writers;

/// <summary>Writes a method that is a rule of any shape: its stages are put together once, and each run connects them.</summary>
internal static class ProgramRuleWriter
{
    private const string Programs = "global::CompiledRules.Runtime.Programs.";

    public static string Write(RuleMethodSpec method, AssembledRule rule)
    {
        var writer = new CSharpWriter();
        FileParts.Header(writer);
        using (FileParts.Namespace(method.Namespace, writer))
        {
            using (FileParts.Types(method.Types, writer))
            {
                FileParts.Summary(method.Sql, writer);
                Body(method, rule, writer);
                writer.Line();
                ProgramClassWriter.Write("private", method.ClassName, method.Sql, method.Options, rule, writer);
            }

            if (method.DefinesOutput && rule.Rule.Output.Record is { IsInferred: true } record)
                FileParts.Record(record, method, writer);
        }

        return writer.ToString();
    }

    private static void Body(RuleMethodSpec method, AssembledRule rule, CSharpWriter writer)
    {
        var output = CSharpText.TypeName(rule.Rule.Output.Type);
        var program = $"{method.ClassName}.{ProgramClassWriter.ProgramField}, {Settings(method)}";
        if (method.Form == RuleForm.Batch)
        {
            Batch(method, rule, $"{Programs}ProgramBatch<{output}>({program})", writer);
            return;
        }

        var runs = method.Form == RuleForm.Pushed ? "ProgramObservable" : "ProgramSequence";
        var rows = Inputs(method, rule).Select(static use => $", {Programs}RuleRows.Of<{use.Input.RowType}>({use.Index}, {CSharpText.Identifier(use.Input.Parameter)})");
        writer.Line($"{method.Signature} =>");
        using (writer.Indent())
            writer.Line($"new {Programs}{runs}<{output}>({program}{string.Concat(rows)});");
    }

    // Tables are complete before the first row of a stream.
    private static void Batch(RuleMethodSpec method, AssembledRule rule, string run, CSharpWriter writer)
    {
        using (writer.Block(method.Signature))
        {
            writer.Line($"using var run = new {run};");
            foreach (var (input, index) in Inputs(method, rule).OrderBy(static use => use.Input.Stream.Kind == StreamKind.Stream))
                writer.Line($"run.{(input.Stream.Kind == StreamKind.Stream ? "Add" : "AddTable")}<{input.RowType}>({index}, {CSharpText.Identifier(input.Parameter)});");
            writer.Line("return run.Results;");
        }
    }

    private static string Settings(RuleMethodSpec method)
    {
        var surroundings = (method.Clock, method.Errors) is ("null", "null") ? "" : $", {method.Clock}, {method.Errors}";
        return $"new {Programs}RunSettings({CSharpText.Quote(method.Name)}{surroundings}){(method.Zone is null ? "" : $" {{ Zone = {CSharpText.Quote(method.Zone)} }}")}";
    }

    private static IEnumerable<(RuleInputSpec Input, int Index)> Inputs(RuleMethodSpec method, AssembledRule rule) =>
        rule.Rule.Inputs.Items.Select((shape, index) => (method.Inputs.Items.First(input => input.Stream == shape.Source.Stream), index));
}
