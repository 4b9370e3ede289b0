using CompiledRules.Runtime.Joins;
using CompiledRules.Runtime.Rules;

namespace CompiledRules.Runtime.Collections;

/// <param name="Right">The index of the source that is joined.</param>
/// <param name="On">Null when every pair matches.</param>
/// <param name="LeftKeys">The columns of a row so far that <paramref name="On"/> wants equal to <paramref name="RightKeys"/>; null where there are none.</param>
/// <param name="RightKeys">Those of a row that is joined.</param>
public sealed record JoinStep(
    JoinKind Kind,
    int Right,
    Func<JoinedRow, RuleContext, bool>? On,
    Func<JoinedRow, RuleContext, SqlValue[]>? LeftKeys = null,
    Func<Row, RuleContext, SqlValue[]>? RightKeys = null);
