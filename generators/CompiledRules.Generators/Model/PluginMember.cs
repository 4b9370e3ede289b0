using CompiledRules.Sql;
using CompiledRules.Sql.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CompiledRules.Generators.Model;

/// <summary>A marked member as it was read.</summary>
/// <param name="Spec">Null where something is wrong with it.</param>
/// <param name="Key">What no two members of the assembly may share; empty where nothing is checked.</param>
/// <param name="Place">Where the member's name stands.</param>
internal sealed record PluginMember<TSpec>(TSpec? Spec, string Key, MemberPlace Place, EquatableArray<MemberProblem> Problems)
    where TSpec : class;

/// <summary>A stretch of a file.</summary>
internal sealed record MemberPlace(string Path, int Start, int Length, int StartLine, int StartColumn, int EndLine, int EndColumn)
{
    public static MemberPlace Of(Location location)
    {
        var (span, lines) = (location.SourceSpan, location.GetLineSpan());
        return new(lines.Path, span.Start, span.Length, lines.StartLinePosition.Line, lines.StartLinePosition.Character, lines.EndLinePosition.Line, lines.EndLinePosition.Character);
    }

    public Location ToLocation() => Location.Create(Path, new TextSpan(Start, Length), new LinePositionSpan(new(StartLine, StartColumn), new(EndLine, EndColumn)));
}

/// <summary>What is wrong with a member, and where.</summary>
internal sealed record MemberProblem(SqlDiagnostic Problem, MemberPlace Place)
{
    public Diagnostic ToDiagnostic() => PlacedProblem.Create(Problem, Place.ToLocation());
}
