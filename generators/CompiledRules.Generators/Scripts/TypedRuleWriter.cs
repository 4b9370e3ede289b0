using CompiledRules.Generators.Writers;
using CompiledRules.Sql.Emit;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Generators.Scripts;

/// <summary>Writes a rule of a script as a method over observables.</summary>
internal static class TypedRuleWriter
{
    private const string Programs = "global::CompiledRules.Runtime.Programs.";

    public static void Write(TypedScriptRule rule, CSharpWriter writer)
    {
        var output = CSharpText.TypeName(rule.Code.Rule.Output.Type);
        var inputs = rule.Code.Rule.Inputs.Items.Select(static (shape, index) => (shape.Source.Stream, Index: index)).ToList();
        var parameters = inputs.Select(static input => input.Stream).Distinct().Select(Parameter);
        var rows = inputs.Select(static input => $", {Programs}RuleRows.Of<{RowType(input.Stream)}>({input.Index}, {Name(input.Stream)})");
        var zone = rule.Rule.RunOptions.FirstOrDefault(static option => option.Name == "timezone")?.Value is string name ? $" {{ Zone = {CSharpText.Quote(name)} }}" : "";

        FileParts.Summary(rule.Sql, writer);
        writer.Line($"public static global::System.IObservable<{output}> {rule.Name}({string.Concat(parameters)}global::System.TimeProvider? time = null, global::System.Action<global::CompiledRules.Runtime.Rules.RowError>? onError = null) =>");
        using (writer.Indent())
            writer.Line($"new {Programs}ProgramObservable<{output}>({rule.Name}Rule.{ProgramClassWriter.ProgramField}, new {Programs}RunSettings({CSharpText.Quote(rule.Rule.Name)}, time, onError){zone}{string.Concat(rows)});");
        writer.Line();
        ProgramClassWriter.Write("private", rule.Name + "Rule", rule.Sql, rule.Rule.Options, rule.Code, writer);
        writer.Line();
    }

    private static string Parameter(StreamSymbol stream) =>
        $"{(stream.Kind == StreamKind.Stream ? "global::System.IObservable" : "global::System.Collections.Generic.IEnumerable")}<{RowType(stream)}> {Name(stream)}, ";

    private static string RowType(StreamSymbol stream) => CSharpText.TypeName(stream.RowType!);

    private static string Name(StreamSymbol stream) => CSharpText.Identifier(ScriptNames.Camel(stream.Name));
}
