using CompiledRules.Generators.Model;
using CompiledRules.Sql.Emit;
using CompiledRules.Sql.Lowering;

namespace CompiledRules.Generators.Writers;

/// <summary>Writes a rule that makes no or one row of each: one observer does all of it.</summary>
internal static class RowRuleWriter
{
    private const string Rules = "global::CompiledRules.Runtime.Rules.";

    public static string Write(RuleMethodSpec method, LoweredRule rule, LoweredRows rows)
    {
        var writer = new CSharpWriter();
        FileParts.Header(writer);
        using (FileParts.Namespace(method.Namespace, writer))
        {
            using (FileParts.Types(method.Types, writer))
                Members(method, rule, rows, writer);
            if (method.DefinesOutput && rule.Output.Record is { IsInferred: true } record)
                FileParts.Record(record, method, writer);
        }

        return writer.ToString();
    }

    private static void Members(RuleMethodSpec method, LoweredRule rule, LoweredRows rows, CSharpWriter writer)
    {
        var input = method.Inputs.First(candidate => candidate.Stream == rule.Inputs[0].Source.Stream);
        var output = CSharpText.TypeName(rule.Output.Type);
        var types = $"<{input.RowType}, {output}>";
        FileParts.Summary(method.Sql, writer);
        writer.Line($"{method.Signature} =>");
        using (writer.Indent())
            writer.Line($"new {Rules}RowRuleObservable{types}({CSharpText.Identifier(input.Parameter)}, observer => new {method.ClassName}(observer, {ContextOf(method)}));");
        writer.Line();
        using (writer.Block($"private sealed class {method.ClassName} : {Rules}RowRule{types}"))
            Class(method, rule, rows, input.RowType, output, writer);
    }

    private static string ContextOf(RuleMethodSpec method) =>
        $"{Rules}RuleContext.ForApplication({CSharpText.Quote(method.Name)}, {method.ClassName}.s_places, {method.Clock}, {method.Errors})";

    private static void Class(RuleMethodSpec method, LoweredRule rule, LoweredRows rows, string rowType, string output, CSharpWriter writer)
    {
        var constants = new CSharpConstants();
        var body = new CSharpWriter();
        var emitter = new CSharpEmitter(constants);
        emitter.Body(rows.Body, body);

        FileParts.Places(rule, method.Sql, writer);
        constants.Write(writer);
        writer.Line();
        writer.Line($"public {method.ClassName}(global::System.IObserver<{output}> observer, {Rules}RuleContext context)");
        using (writer.Indent())
            writer.Line(": base(observer, context)");
        writer.Line("{");
        using (writer.Indent())
        {
            foreach (var site in rule.Sites)
                writer.Line($"context.Keep({site.Site}, {CSharpText.TypeName(site.Holder)}.Create());");
        }

        writer.Line("}");

        writer.Line();
        var (row, context, result) = (rows.Body.Parameters[0].Name, rows.Body.Parameters[1].Name, rows.Body.Parameters[2].Name);
        using (writer.Block($"public override void OnNext({rowType} {row})"))
        {
            writer.Line($"var {context} = Context;");
            writer.Line($"var {result} = new {Rules}RowResult<{output}>();");
            using (writer.Block("try"))
                writer.Line(body.ToString().TrimEnd('\n'));
            using (writer.Block("catch (global::System.Exception exception)"))
            {
                writer.Line($"Fail(exception, {row});");
                writer.Line("return;");
            }

            writer.Line();
            writer.Line($"if ({result}.HasRow)");
            using (writer.Indent())
                writer.Line($"Output.OnNext({result}.Row);");
        }
    }
}
