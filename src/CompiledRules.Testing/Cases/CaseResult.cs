using System.Collections.Immutable;

namespace CompiledRules.Testing.Cases;

/// <summary>What a case has given.</summary>
/// <param name="Actual">The lines of <c>out</c>, or the line of <c>error</c>, that would make the case pass.</param>
/// <param name="Failure">What is wrong, with a diff; null where the case passes.</param>
public sealed record CaseResult(RuleCase Case, ImmutableArray<string> Actual, string? Failure)
{
    public bool IsPassed => Failure is null;
}
