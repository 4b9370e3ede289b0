using CompiledRules.Runtime.Rules;

namespace CompiledRules.Runtime.Collections;

/// <summary>One <c>row_number()</c>.</summary>
public sealed record RowNumbering<TUnit>(Func<TUnit, RuleContext, SqlValue[]>? PartitionOf, Func<TUnit, RuleContext, SqlValue[]>? KeysOf, bool[] IsDescending);
