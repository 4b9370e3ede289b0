namespace CompiledRules.Runtime.Collections;

/// <summary>A row of one of several streams.</summary>
public readonly record struct TaggedRow(Row Row, int Source);
