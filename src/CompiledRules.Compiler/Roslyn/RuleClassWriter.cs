using CompiledRules.Sql.Assembling;
using CompiledRules.Sql.Emit;
using CompiledRules.Sql.Text;

namespace CompiledRules.Compiler.Roslyn;

/// <summary>Writes a rule as a class.</summary>
internal static class RuleClassWriter
{
    public const string ClassName = "Rule";

    /// <summary>A whole file.</summary>
    /// <param name="sql">What the places of the rule count in.</param>
    public static string Write(string @namespace, AssembledRule rule, string sql)
    {
        var writer = new CSharpWriter();
        var (constants, members) = (new CSharpConstants(), new CSharpWriter());
        var text = new SourceText(sql);
        ProgramEmitter.WriteMembers(rule, constants, place => text.PositionOf(Math.Min(rule.Rule.Places[place].Span.Start, sql.Length)).Line, members);
        using (writer.Block($"namespace {@namespace}"))
        using (writer.Block($"public sealed class {ClassName}"))
        {
            constants.Write(writer);
            writer.Line(members.ToString().TrimEnd('\n'));
        }

        return writer.ToString();
    }
}
