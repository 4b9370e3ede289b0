namespace CompiledRules.Runtime.Rules;

/// <summary>What was in hand when a unit had to wait, so that it can go on later.</summary>
internal readonly record struct UnitMark(long EventTime, SqlObject? Metadata, WindowRange? Window);
