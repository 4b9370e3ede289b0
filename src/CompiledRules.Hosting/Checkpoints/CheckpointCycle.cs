using CompiledRules.Hosting.Output;
using CompiledRules.State;

namespace CompiledRules.Hosting.Checkpoints;

/// <summary>The checkpoints of one run of a rule: what is kept of it, and what its sinks get when it is.</summary>
/// <remarks>Under at least once a checkpoint holds the results that sinks do not have yet. Under exactly once sinks get no result before the checkpoint behind it is kept.</remarks>
internal sealed class CheckpointCycle
{
    // So many results are not kept waiting for the interval.
    private const int MaximumHeld = 10_000;

    // A sink that is so far behind gets its results back from the store when its turn comes.
    private const int TransfersInMemory = 8;

    private readonly ICheckpointStore _store;
    private readonly bool _isExactlyOnce;
    private readonly string _writer;
    private readonly Dictionary<SinkWriter, List<IReadOnlyList<SqlObject>>> _held = [];
    private readonly Dictionary<SinkWriter, List<IReadOnlyList<SqlObject>>> _unsaved = [];
    private RuleCheckpoint? _last;
    private long _number;
    private int _heldCount;

    /// <exception cref="IOException">The store cannot be read.</exception>
    public CheckpointCycle(ICheckpointStore store, DeliveryGuarantee delivery)
    {
        _store = store;
        _isExactlyOnce = delivery == DeliveryGuarantee.ExactlyOnce;
        Loaded = store.Load();
        _writer = Loaded?.Writer ?? Guid.NewGuid().ToString("N");
        _number = Loaded?.Number ?? 0;
    }

    /// <summary>The checkpoint that the run goes on from; null where there is none.</summary>
    public RuleCheckpoint? Loaded { get; }

    /// <summary>Whether results wait for the next checkpoint.</summary>
    public bool HoldsResults => _isExactlyOnce;

    /// <summary>Called on the rule's loop when more results wait than should.</summary>
    public Action? Overfull { get; set; }

    /// <summary>Gives the sinks what an earlier run could not.</summary>
    /// <param name="log">Told of results that no sink takes any more.</param>
    public void Restore(IReadOnlyCollection<SinkWriter> sinks, Action<string> log)
    {
        foreach (var (key, number) in _store.FindResults())
        {
            var sink = sinks.FirstOrDefault(sink => sink.Key == key);
            if (sink is null)
            {
                log($"results that sink {key} did not take are lost: the rule has no such sink any more");
                _store.RemoveResults(key, number);
            }
            else if (_isExactlyOnce)
            {
                sink.Post(new SinkTransfer(_writer, number, null));
            }
            else
            {
                sink.Restore(Load(sink, number, log));
            }
        }
    }

    /// <summary>Keeps a result back until the next checkpoint. On the rule's loop.</summary>
    public void Hold(SinkWriter sink, IReadOnlyList<SqlObject> rows)
    {
        if (!_held.TryGetValue(sink, out var results))
            _held[sink] = results = [];
        results.Add(rows);
        if (++_heldCount == MaximumHeld)
            Overfull?.Invoke();
    }

    /// <summary>Takes what belongs to the moment between two events. On the rule's loop, or when it has ended.</summary>
    public RuleCut Cut(string plan, byte[] state, IReadOnlyDictionary<string, byte[]> positions, IEnumerable<SinkWriter> sinks)
    {
        Dictionary<SinkWriter, List<IReadOnlyList<SqlObject>>> results = _isExactlyOnce
            ? new(_held)
            : sinks.Select(static sink => (sink, Results: sink.Snapshot())).Where(static entry => entry.Results.Count > 0).ToDictionary(static entry => entry.sink, static entry => entry.Results.ToList());
        _held.Clear();
        _heldCount = 0;
        return new RuleCut(plan, state, positions, results);
    }

    /// <summary>Keeps a checkpoint and gives the sinks the results that waited for it. One call at a time.</summary>
    /// <exception cref="IOException">The store could not be written; the next checkpoint holds the results of this one too.</exception>
    public void Save(RuleCut cut)
    {
        var results = _isExactlyOnce ? Merge(cut.Results) : cut.Results;
        if (results.Count == 0 && IsLast(cut))
            return;

        var next = new RuleCheckpoint(_writer, _number + 1, cut.Plan, cut.State, cut.Positions);
        _store.Save(next, [.. results.Select(entry => new KeptResults(entry.Key.Key, next.Number, ResultBytes.Write(entry.Value)))], replacesResults: !_isExactlyOnce);
        (_last, _number) = (results.Count == 0 ? next : null, next.Number);
        _unsaved.Clear();
        if (!_isExactlyOnce)
            return;

        foreach (var (sink, rows) in results)
            sink.Post(new SinkTransfer(_writer, next.Number, sink.QueuedCount < TransfersInMemory ? rows : null));
    }

    /// <summary>The results of a checkpoint for a sink; null where there are none.</summary>
    public IReadOnlyList<IReadOnlyList<SqlObject>>? Load(SinkWriter sink, long number)
    {
        try
        {
            return _store.LoadResults(sink.Key, number) is { } bytes ? ResultBytes.Read(bytes) : null;
        }
        catch (StateException error)
        {
            throw new InvalidOperationException($"the results of checkpoint {number} cannot be read: {error.Message}", error);
        }
    }

    public void OnTransferred(SinkWriter sink, long number) => _store.RemoveResults(sink.Key, number);

    private IReadOnlyList<IReadOnlyList<SqlObject>> Load(SinkWriter sink, long number, Action<string> log)
    {
        try
        {
            return Load(sink, number) ?? [];
        }
        catch (InvalidOperationException error)
        {
            log($"sink {sink.Name}: {error.Message}");
            return [];
        }
    }

    private Dictionary<SinkWriter, List<IReadOnlyList<SqlObject>>> Merge(IReadOnlyDictionary<SinkWriter, List<IReadOnlyList<SqlObject>>> results)
    {
        foreach (var (sink, rows) in results)
        {
            if (_unsaved.TryGetValue(sink, out var earlier))
                earlier.AddRange(rows);
            else
                _unsaved[sink] = rows;
        }

        return new(_unsaved);
    }

    private bool IsLast(RuleCut cut) => _last is { } last
        && last.Plan == cut.Plan
        && last.State.AsSpan().SequenceEqual(cut.State)
        && last.Positions.Count == cut.Positions.Count
        && last.Positions.All(entry => cut.Positions.TryGetValue(entry.Key, out var position) && position.AsSpan().SequenceEqual(entry.Value));
}

/// <summary>A rule between two events.</summary>
/// <param name="Results">What sinks do not have yet.</param>
internal sealed record RuleCut(
    string Plan, byte[] State, IReadOnlyDictionary<string, byte[]> Positions, Dictionary<SinkWriter, List<IReadOnlyList<SqlObject>>> Results);
