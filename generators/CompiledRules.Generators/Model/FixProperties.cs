using System.Collections.Immutable;
using CompiledRules.Sql.Diagnostics;

namespace CompiledRules.Generators.Model;

/// <summary>How a fix travels from the generator to the editor: as properties of the diagnostic.</summary>
internal static class FixProperties
{
    public static ImmutableDictionary<string, string?> Of(SqlFix? fix)
    {
        var properties = ImmutableDictionary<string, string?>.Empty;
        return fix switch
        {
            null => properties,
            ReplaceWordFix replace => properties.Add("fix", "word").Add("found", replace.Word).Add("instead", replace.Instead),
            ReplaceEndFix replace => properties.Add("fix", "end").Add("found", replace.Operator).Add("instead", replace.Instead),
            AppendFix append => properties.Add("fix", "append").Add("instead", append.Text),
            AddMemberFix add => properties.Add("fix", "member").Add("type", add.TypeName).Add("found", add.Member).Add("instead", add.MemberType),
            _ => throw new InvalidOperationException($"No properties of {fix.GetType().Name} are known"),
        };
    }
}
