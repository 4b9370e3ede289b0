namespace CompiledRules.Hosting.Checkpoints;

/// <summary>All that a rule needs to go on from a moment between two events.</summary>
/// <param name="Writer">Tells the rule from others of the same name before and after it: the transactions of its sinks belong to this.</param>
/// <param name="Number">Grows by one with each checkpoint of a writer.</param>
/// <param name="Plan">The plan that the state belongs to.</param>
/// <param name="State">Windows, history, counters.</param>
/// <param name="Positions">By the name of the stream, of those whose source can go back.</param>
public sealed record RuleCheckpoint(string Writer, long Number, string Plan, byte[] State, IReadOnlyDictionary<string, byte[]> Positions);

/// <summary>Results on their way to a sink that are kept until it has them.</summary>
/// <param name="Sink">The sink's key among those of its rule.</param>
/// <param name="Number">Of the checkpoint that they came before.</param>
/// <param name="Content">As <see cref="ResultBytes"/> has it.</param>
public sealed record KeptResults(string Sink, long Number, byte[] Content);
