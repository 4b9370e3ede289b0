using CompiledRules.Hosting.Checkpoints;

namespace CompiledRules.Hosting.Tests;

/// <summary>A store of checkpoints that outlives the rule but not the test.</summary>
internal sealed class MemoryCheckpoints : ICheckpointStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<(long Number, string Sink), byte[]> _results = [];
    private RuleCheckpoint? _last;

    public int SaveCount { get; private set; }

    /// <summary>While set, the store cannot be written.</summary>
    public bool IsFull { get; set; }

    public RuleCheckpoint? Load() => _last;

    public IReadOnlyList<(string Sink, long Number)> FindResults()
    {
        lock (_gate)
            return [.. _results.Keys.Select(static key => (key.Sink, key.Number))];
    }

    public byte[]? LoadResults(string sink, long number)
    {
        lock (_gate)
            return _results.GetValueOrDefault((number, sink));
    }

    public void Save(RuleCheckpoint checkpoint, IReadOnlyList<KeptResults> results, bool replacesResults)
    {
        lock (_gate)
        {
            if (IsFull)
                throw new IOException("no space left");

            SaveCount++;
            _last = checkpoint;
            if (replacesResults)
                _results.Clear();
            foreach (var kept in results)
                _results.Add((kept.Number, kept.Sink), kept.Content);
        }
    }

    public void RemoveResults(string sink, long number)
    {
        lock (_gate)
            _results.Remove((number, sink));
    }

    public void Clear()
    {
        lock (_gate)
        {
            _results.Clear();
            _last = null;
        }
    }
}
