namespace CompiledRules.Hosting.Checkpoints;

/// <summary>Where one rule's checkpoints are kept. Calls may come from any thread, one at a time for a rule.</summary>
/// <remarks>When a call returns, what it did is on disk. An <see cref="IOException"/> means that it did nothing; the rule goes on and tries again with the next checkpoint.</remarks>
public interface ICheckpointStore
{
    /// <summary>The last checkpoint, or null.</summary>
    RuleCheckpoint? Load();

    /// <summary>The keys and numbers of the results that sinks do not have yet, by number.</summary>
    IReadOnlyList<(string Sink, long Number)> FindResults();

    /// <summary>The results of a checkpoint for a sink, or null where there are none.</summary>
    byte[]? LoadResults(string sink, long number);

    /// <summary>Puts a checkpoint in the place of the last one and adds results, all or nothing.</summary>
    /// <param name="replacesResults">Whether the results that were kept before are forgotten.</param>
    void Save(RuleCheckpoint checkpoint, IReadOnlyList<KeptResults> results, bool replacesResults);

    /// <summary>Forgets results, since the sink has them.</summary>
    void RemoveResults(string sink, long number);

    /// <summary>Forgets all of it, since the rule has come to its end.</summary>
    void Clear();
}
