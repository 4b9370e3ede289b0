namespace CompiledRules.Server.Rules;

/// <summary>Runs what is asked of one rule, one after the other. May be used from any thread.</summary>
internal sealed class ActionQueue
{
    private readonly Lock _gate = new();
    private Entry _last = new("") { HasBegun = true };

    /// <summary>Queues an action; the same one as the last that waits is not queued twice.</summary>
    /// <returns>Ends with the action, and fails with it.</returns>
    public Task PostAsync(string name, Func<Task> action)
    {
        lock (_gate)
        {
            if (_last.Name == name && !_last.HasBegun)
                return _last.Completion;

            var entry = new Entry(name);
            var previous = _last.Completion;
            _last = entry;
            entry.Completion = Task.Run(() => RunAsync(previous, entry, action));
            return entry.Completion;
        }
    }

    private async Task RunAsync(Task previous, Entry entry, Func<Task> action)
    {
        await previous.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
            entry.HasBegun = true;
        await action().ConfigureAwait(false);
    }

    private sealed class Entry(string name)
    {
        public string Name { get; } = name;

        public bool HasBegun { get; set; }

        public Task Completion { get; set; } = Task.CompletedTask;
    }
}
