using CompiledRules.Hosting.Checkpoints;
using CompiledRules.Hosting.Output;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.State;
using CompiledRules.State;

namespace CompiledRules.Hosting;

public sealed partial class RunningRule : ISinkBackstop
{
    private readonly SemaphoreSlim _saving = new(1, 1);
    private readonly CheckpointCycle? _checkpoints;
    private ITimer? _checkpointAlarm;
    private bool _isLoopDrained;

    /// <summary>Why the state that the rule was opened with was not taken up; null where it was, or there was none.</summary>
    public string? LostState { get; private set; }

    IReadOnlyList<IReadOnlyList<SqlObject>>? ISinkBackstop.Load(SinkWriter sink, long number) => _checkpoints?.Load(sink, number);

    void ISinkBackstop.OnTransferred(SinkWriter sink, long number) => _checkpoints?.OnTransferred(sink, number);

    /// <summary>Keeps a checkpoint now. Nothing happens where one is under way, or the rule has ended.</summary>
    public async Task CheckpointAsync()
    {
        if (_checkpoints is not { } cycle || !await _saving.WaitAsync(TimeSpan.Zero).ConfigureAwait(false))
            return;

        try
        {
            var cut = await Task.Run(CutAsync).ConfigureAwait(false);
            Save(cycle, cut);
        }
        catch (InvalidOperationException)
        {
            // The rule has ended, and its end has a checkpoint of its own.
        }
        finally
        {
            _saving.Release();
        }
    }

    private void Save(CheckpointCycle cycle, RuleCut cut)
    {
        try
        {
            cycle.Save(cut);
        }
        catch (IOException error)
        {
            _context.Log($"rule {Id}: its state could not be kept: {error.Message}");
            return;
        }

        foreach (var link in _links)
        {
            if (cut.Positions.TryGetValue(link.Stream, out var position))
                link.Place?.Release(position);
        }
    }

    // All sources stand still while the order takes its place among their events.
    private Task<RuleCut> CutAsync()
    {
        var done = new TaskCompletionSource<RuleCut>(TaskCreationOptions.RunContinuationsAsynchronously);
        var places = _links.Select(static link => link.Place).OfType<SourcePlace>().ToArray();
        foreach (var place in places)
            place.Gate.Enter();
        try
        {
            var positions = PositionsNow();
            if (!_loop.Post(SourceItem.Do(() => Complete(done, () => Cut(positions)))))
                done.SetException(Ended());
        }
        finally
        {
            foreach (var place in places)
                place.Gate.Exit();
        }

        // Orders that a stopped loop never reaches would be waited for without end.
        _ = _loop.Completion.ContinueWith(_ => done.TrySetException(Ended()), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return done.Task;
    }

    private RuleCut Cut(IReadOnlyDictionary<string, byte[]> positions) => _checkpoints!.Cut(_plan, SaveRun(), positions, Sinks);

    private Dictionary<string, byte[]> PositionsNow() => _links
        .Where(static link => link.Place?.Position is not null)
        .ToDictionary(static link => link.Stream, static link => link.Place!.Position!, StringComparer.Ordinal);

    // When the loop has ended, and nothing else touches the run.
    private async Task SaveLastAsync()
    {
        if (_checkpoints is not { } cycle || !_isLoopDrained)
            return;

        await _saving.WaitAsync().ConfigureAwait(false);
        try
        {
            Save(cycle, Cut(PositionsNow()));
        }
        catch (StateException error)
        {
            _context.Log($"rule {Id}: its state could not be kept: {error.Message}");
        }
        finally
        {
            _saving.Release();
        }
    }

    private byte[] SaveRun()
    {
        using var state = new MemoryStream();
        using (var writer = new BinaryStateWriter(state))
            _run.Save(writer);
        return state.ToArray();
    }

    private IRuleRun Begin(RuleSettings settings)
    {
        if (_checkpoints?.Loaded is not { } saved)
            return Start(settings.Program);
        if (saved.Plan != settings.Plan)
        {
            LostState = "The statement has changed since the state was kept.";
            return Start(settings.Program);
        }

        using var state = new MemoryStream(saved.State);
        LostState = TryLoad(settings.Program, state, out var run).Reason;
        return run;
    }

    private void GoBack()
    {
        if (LostState is not null)
            _context.Log($"rule {Id}: it begins with empty windows and counters: {LostState}");
        foreach (var link in _links)
        {
            if (_checkpoints!.Loaded?.Positions.TryGetValue(link.Stream, out var position) == true)
                link.Place?.Begin(position);
        }

        _checkpoints!.Restore(Sinks, line => _context.Log($"rule {Id}: {line}"));
        _checkpoints.Overfull = () => _ = CheckpointAsync();
    }

    private InvalidOperationException Ended() => new($"Rule {Id} has ended");

    private static void Complete<T>(TaskCompletionSource<T> done, Func<T> work)
    {
        try
        {
            done.SetResult(work());
        }
#pragma warning disable CA1031 // Whatever is wrong belongs to whoever asked for it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            done.SetException(error);
        }
    }
}
