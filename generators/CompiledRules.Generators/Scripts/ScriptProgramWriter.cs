using CompiledRules.Generators.Writers;
using CompiledRules.Sql.Assembling;
using CompiledRules.Sql.Emit;
using CompiledRules.Sql.Lowering;
using CompiledRules.Sql.Scripts;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Generators.Scripts;

/// <summary>Writes the rules of a script over rows of slots, as they run between connectors.</summary>
internal static class ScriptProgramWriter
{
    private const string Rules = "global::CompiledRules.Runtime.Rules.";

    public static void Write(RuleScript script, IReadOnlyList<(ScriptRule Rule, AssembledRule Code)> rules, CSharpWriter writer)
    {
        foreach (var (rule, code) in rules)
        {
            var name = ScriptNames.Pascal(rule.Name);
            var inputs = code.Rule.Inputs.Items.Select(static shape => $"new {Rules}RuleInput({CSharpText.Quote(shape.Source.Stream.Name)}, {LayoutOf(shape)}, {CSharpText.Literal(shape.Source.Stream.Kind == StreamKind.ScanTable)})");
            writer.Line($"/// <summary>Rule <c>{rule.Name}</c> over rows of slots.</summary>");
            writer.Line($"public static {Rules}IRuleProgram {name}Program {{ get; }} = new global::CompiledRules.Runtime.Programs.SlotRuleProgram(");
            using (writer.Indent())
            {
                writer.Line($"{name}Slots.{ProgramClassWriter.ProgramField},");
                writer.Line($"global::System.Collections.Immutable.ImmutableArray.Create({string.Join(", ", inputs)}),");
                writer.Line($"{ProgramEmitter.Text(Assembler.LayoutOf(code.Rule.Output))},");
                writer.Line($"keepsInputRows: {CSharpText.Literal(code.KeepsInputRows)});");
            }

            writer.Line();
            ProgramClassWriter.Write("private", name + "Slots", script.Text, rule.Options, code, writer);
            writer.Line();
        }
    }

    private static string LayoutOf(RowShape shape) => ProgramEmitter.Text(Assembler.LayoutOf(shape));
}
