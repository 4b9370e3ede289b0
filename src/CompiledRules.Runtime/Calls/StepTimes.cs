using CompiledRules.Runtime.Time;

namespace CompiledRules.Runtime.Calls;

/// <summary>The times around a step that holds units back.</summary>
/// <param name="Before">That of what comes before it.</param>
/// <param name="Behind">That of what comes behind it, which stands still at its oldest unit.</param>
/// <param name="Follow">To be called when units were let go: fires what has become due anywhere behind.</param>
internal sealed record StepTimes(RuleTimers Before, RuleTimers Behind, Action Follow);
