using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Rules;

namespace CompiledRules.Runtime.Calls;

/// <summary>What a rule asks a lookup table, and what it makes of the answers.</summary>
/// <param name="Source">The part of a joined row that takes the table's row.</param>
/// <param name="IsLeft">Whether a unit without match goes on alone.</param>
/// <param name="Keys">Gives the values of the key columns.</param>
/// <param name="Residual">What of the ON clause filters after the lookup; null for nothing.</param>
internal sealed record LookupSpec(
    LookupRequest Request, int Source, bool IsLeft, Func<JoinedRow, RuleContext, SqlValue[]> Keys, Func<JoinedRow, RuleContext, bool>? Residual);
