using System.ComponentModel;
using CompiledRules.Runtime.Rules;

namespace CompiledRules.Runtime.Matching;

/// <summary>What rules of a set have in common once their indexed terms hold: one compiled body, run once for a row however many of them match.</summary>
/// <param name="Places">The parts of the SQL that its errors name, where it belongs to one rule; null where rules share it.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record RuleBranch<TIn, TOut>(RowLoop<TIn, RowOutput<TOut>> Loop, RuleConstants Constants, IReadOnlyList<RulePlace>? Places = null);
