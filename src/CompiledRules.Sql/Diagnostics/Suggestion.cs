using CompiledRules.Sql.Syntax;

namespace CompiledRules.Sql.Diagnostics;

internal static class Suggestion
{
    /// <summary>Adds "did you mean" where a candidate is near; leaves the diagnostic's own hint otherwise.</summary>
    public static SqlDiagnostic Suggesting(this SqlDiagnostic diagnostic, string name, IEnumerable<string> candidates) =>
        Spelling.Nearest(name, candidates) is { } nearest ? diagnostic with { Hint = $"did you mean '{nearest}'?", Fix = new ReplaceWordFix(name, nearest) } : diagnostic;
}
