using CompiledRules.Runtime.Joins;
using CompiledRules.Runtime.Rules;

namespace CompiledRules.Runtime.Collections;

/// <param name="Right">The index of the source that is joined.</param>
/// <param name="On">Null when every pair matches.</param>
public sealed record JoinStep(JoinKind Kind, int Right, Func<JoinedRow, RuleContext, bool>? On);
