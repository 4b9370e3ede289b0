using CompiledRules.Hosting.Checkpoints;
using CompiledRules.Server.Store;

namespace CompiledRules.Server.Rules;

/// <summary>The checkpoints of one rule in the server's store.</summary>
internal sealed class RuleCheckpoints(ServerStore store, string rule) : ICheckpointStore
{
    public RuleCheckpoint? Load() => store.FindCheckpoint(rule);

    public IReadOnlyList<(string Sink, long Number)> FindResults() => store.FindResults(rule);

    public byte[]? LoadResults(string sink, long number) => store.FindResults(rule, sink, number);

    public void Save(RuleCheckpoint checkpoint, IReadOnlyList<KeptResults> results, bool replacesResults) => store.PutCheckpoint(rule, checkpoint, results, replacesResults);

    public void RemoveResults(string sink, long number) => store.RemoveResults(rule, sink, number);

    public void Clear() => store.RemoveCheckpoint(rule);
}
