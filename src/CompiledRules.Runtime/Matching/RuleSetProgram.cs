using System.ComponentModel;
using CompiledRules.Runtime.Rules;

namespace CompiledRules.Runtime.Matching;

/// <summary>Rules over single rows of one stream, compiled together.</summary>
/// <param name="Indexes">Makes the indexes of a run.</param>
/// <param name="Branches">By the numbers that <paramref name="BranchOf"/> has.</param>
/// <param name="BranchOf">The branch of each rule; -1 for a rule that is not in the program.</param>
/// <param name="Tests">What is left to test of each rule that an index found; null for nothing.</param>
/// <param name="Guards">What to look for before the indexes are asked.</param>
/// <param name="Unindexed">The rules that no index has, by branch: their bodies test for themselves.</param>
/// <param name="Whole">Gives the body of a rule with all its terms, for rows that an index cannot judge; it may compile it then.</param>
/// <param name="PlacesOf">The parts of a rule's SQL that an error can name.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record RuleSetProgram<TIn, TOut>(
    Func<IReadOnlyList<RuleIndex<TIn>>> Indexes,
    IReadOnlyList<RuleBranch<TIn, TOut>> Branches,
    int[] BranchOf,
    RowTest<TIn>[]?[] Tests,
    IReadOnlyList<RuleGuard<TIn>> Guards,
    IReadOnlyList<(int Branch, int[] Rules)> Unindexed,
    Func<int, RuleBranch<TIn, TOut>> Whole,
    Func<int, IReadOnlyList<RulePlace>> PlacesOf);
