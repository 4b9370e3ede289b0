namespace CompiledRules.Sql.Symbols;

/// <summary>What a statement about streams and tables answers.</summary>
/// <param name="Lines">The answer, or one line that says why the statement was refused.</param>
public sealed record DefinitionResult(bool IsError, EquatableArray<string> Lines)
{
    internal static DefinitionResult Done(params string[] lines) => new(false, [.. lines]);

    internal static DefinitionResult Refused(string reason) => new(true, [reason]);
}
