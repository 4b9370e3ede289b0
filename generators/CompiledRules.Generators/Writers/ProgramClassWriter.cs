using CompiledRules.Sql.Assembling;
using CompiledRules.Sql.Emit;
using CompiledRules.Sql.Planning;

namespace CompiledRules.Generators.Writers;

/// <summary>Writes the class that holds the code of a rule.</summary>
internal static class ProgramClassWriter
{
    /// <summary>The rule, made when it is first used.</summary>
    public const string ProgramField = "s_program";

    private const string Programs = "global::CompiledRules.Runtime.Programs.";

    public static void Write(string accessibility, string name, string sql, RuleOptions options, AssembledRule rule, CSharpWriter writer)
    {
        var (constants, members) = (new CSharpConstants(), new CSharpWriter());
        ProgramEmitter.WriteMembers(rule, constants, null, members);
        using (writer.Block($"{accessibility} sealed class {name}"))
        {
            FileParts.Places(rule.Rule, sql, writer);
            writer.Line();
            constants.Write(writer);
            var type = $"{Programs}RuleProgram<{CSharpText.TypeName(rule.Rule.Output.Type)}>";
            writer.Line($"public static readonly {type} {ProgramField} = new {type}(");
            using (writer.Indent())
            {
                writer.Line($"new {name}().{ProgramEmitter.RootMethod}(),");
                writer.Line($"givesRows: {CSharpText.Literal(rule.GivesRows)},");
                writer.Line($"inputs: {rule.Rule.Inputs.Count},");
                writer.Line($"{OptionsOf(options)},");
                writer.Line($"{SitesOf(rule)},");
                writer.Line("s_places);");
            }

            writer.Line();
            writer.Line(members.ToString().TrimEnd('\n'));
        }
    }

    private static string OptionsOf(RuleOptions options)
    {
        var arguments = new List<string>();
        var (standard, twice) = (RuleOptions.Default, options.PlanOptimizeStrategy.EnableSendSlidingWindowTwice);
        if (options.IsEventTime)
            arguments.Add("IsEventTime: true");
        if (options.LateTolerance != standard.LateTolerance)
            arguments.Add($"LateTolerance: {CSharpText.Literal(options.LateTolerance)}");
        if (options.IdleTimeout is { } idle)
            arguments.Add($"IdleTimeout: {CSharpText.Literal(idle)}");
        if (!options.FlushAtEnd)
            arguments.Add("FlushAtEnd: false");
        if (twice)
            arguments.Add("SendsSlidingWindowTwice: true");
        return arguments.Count == 0 ? $"{Programs}ProgramOptions.Default" : $"new {Programs}ProgramOptions({string.Join(", ", arguments)})";
    }

    private static string SitesOf(AssembledRule rule)
    {
        if (rule.Rule.Sites.Count == 0)
            return $"global::System.Array.Empty<{Programs}CallSite>()";

        var sites = rule.Rule.Sites.Items.Select(static site =>
            $"new {Programs}CallSite({site.Site}, static () => {CSharpText.TypeName(site.Holder)}.Create())");
        return $"new {Programs}CallSite[] {{ {string.Join(", ", sites)} }}";
    }
}
