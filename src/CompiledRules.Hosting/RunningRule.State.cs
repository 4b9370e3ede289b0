using CompiledRules.Runtime.State;

namespace CompiledRules.Hosting;

public sealed partial class RunningRule
{
    /// <summary>Why the state that the rule was opened with was not taken up; null where it was, or there was none.</summary>
    public string? LostState { get; private set; }

    /// <summary>The state of the rule between two events: windows, history, counters. What <see cref="RuleSettings.State"/> takes.</summary>
    /// <exception cref="InvalidOperationException">The rule has ended.</exception>
    public Task<byte[]> SaveAsync()
    {
        var done = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        var isTaken = _loop.Post(SourceItem.Do(() =>
        {
            try
            {
                done.SetResult(Save());
            }
#pragma warning disable CA1031 // Whatever keeps the state from being saved belongs to whoever asked for it.
            catch (Exception error)
#pragma warning restore CA1031
            {
                done.SetException(error);
            }
        }));
        if (!isTaken)
            done.SetException(new InvalidOperationException($"Rule {Id} has ended"));

        // Orders that a stopped loop never reaches would be waited for without end.
        _ = _loop.Completion.ContinueWith(
            _ => done.TrySetException(new InvalidOperationException($"Rule {Id} has ended")), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return done.Task;
    }

    /// <summary>Takes no more events and gives the state after those that have arrived. The rule is to be stopped then.</summary>
    /// <exception cref="InvalidOperationException">The rule has ended.</exception>
    public Task<byte[]> SaveLastAsync()
    {
        Disconnect();
        return SaveAsync();
    }

    private byte[] Save()
    {
        using var state = new MemoryStream();
        using (var writer = new BinaryStateWriter(state))
            _run.Save(writer);
        return state.ToArray();
    }
}
