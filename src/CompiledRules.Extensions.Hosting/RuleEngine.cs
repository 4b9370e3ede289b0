using System.Diagnostics;
using CompiledRules.Compiler;
using CompiledRules.Extensions.Hosting.Compilation;
using CompiledRules.Extensions.Hosting.Observation;
using CompiledRules.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CompiledRules.Extensions.Hosting;

/// <summary>The rules of an application. May be used from any thread; changes are made one after the other.</summary>
public sealed class RuleEngine : IAsyncDisposable
{
    private readonly RuleSetCompiler _compiler;
    private readonly CompiledRulesOptions _options;
    private readonly ILogger<RuleEngine> _logger;
    private readonly Lazy<RuleSet> _set;
    private readonly Lazy<List<Slot>> _slots;
    private readonly SemaphoreSlim _gate = new(1, 1);

    internal RuleEngine(RuleSetCompiler compiler, IOptions<CompiledRulesOptions> options, ILogger<RuleEngine> logger)
    {
        (_compiler, _options, _logger) = (compiler, options.Value, logger);
        _set = new Lazy<RuleSet>(() => compiler.Compile(_options));
        _slots = new Lazy<List<Slot>>(() => [.. _set.Value.Rules.Select(static entry => new Slot(entry))]);
    }

    /// <summary>In the order of their definition.</summary>
    public IReadOnlyList<EmbeddedRule> Rules => [.. _slots.Value.Select(static slot => slot.Describe())];

    /// <summary>Null where there is no such rule.</summary>
    public EmbeddedRule? Find(string name) => _slots.Value.Find(slot => slot.Name == name)?.Describe();

    /// <summary>Starts a rule; one that runs goes on.</summary>
    /// <exception cref="ArgumentException">There is no such rule.</exception>
    public Task StartAsync(string name) => ChangeAsync(async () => await StartAsync([Get(name)]).ConfigureAwait(false));

    /// <summary>Stops a rule after it has written what has arrived.</summary>
    /// <exception cref="ArgumentException">There is no such rule.</exception>
    public Task StopAsync(string name) => ChangeAsync(() => StopAsync(Get(name)));

    /// <summary>Gives a rule another statement: between two events where it reads the same streams, with its state where that fits; otherwise it is opened anew. When anything is wrong, it goes on as it was.</summary>
    /// <exception cref="ArgumentException">There is no such rule.</exception>
    /// <exception cref="RuleCompilationException">The statement has errors.</exception>
    public Task UpdateAsync(string name, string sql) => ChangeAsync(async () =>
    {
        var slot = Get(name);
        using var activity = RuleActivities.Source.StartActivity("rule update")?.SetTag(RuleActivities.RuleTag, name);
        var entry = _compiler.Recompile(_set.Value, slot.Entry, sql);
        var settings = _compiler.ToSettings(_set.Value, entry, _options.DrainTimeout);
        if (slot is { State: EmbeddedRuleState.Running, Running: { } running })
        {
            var reads = settings.Program.Inputs.Select(static input => input.Name);
            if (running.Inputs.Select(static input => input.Name).SequenceEqual(reads))
                RuleEngineLog.Updated(_logger, name, (await _set.Value.Host.SwapAsync(running, settings.Program).ConfigureAwait(false)).IsStateKept);
            else
                await ReplaceAsync(slot, running, settings).ConfigureAwait(false);
        }

        slot.Entry = entry;
    });

    /// <summary>Stops what runs at once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_slots.IsValueCreated)
            await StopAllAsync(new CancellationToken(true)).ConfigureAwait(false);
    }

    internal Task StartAllAsync() => ChangeAsync(async () =>
    {
        foreach (var warning in _set.Value.Warnings)
            RuleEngineLog.Warning(_logger, warning);
        if (_options.StartsRules)
            await StartAsync(_slots.Value).ConfigureAwait(false);
    });

    /// <param name="cancellation">When it comes, rules that still write are stopped, and what they have queued is lost.</param>
    internal Task StopAllAsync(CancellationToken cancellation) => ChangeAsync(async () =>
    {
        // Rules that other rules feed come last, so that they get what those still write.
        var isFed = _slots.Value.ToLookup(static slot => slot.IsFedByRules);
        await Task.WhenAll(isFed[false].Select(slot => StopAsync(slot, cancellation))).ConfigureAwait(false);
        foreach (var slot in isFed[true])
            await StopAsync(slot, cancellation).ConfigureAwait(false);
    });

    private Slot Get(string name) => _slots.Value.Find(slot => slot.Name == name) ?? throw new ArgumentException($"There is no rule '{name}'", nameof(name));

    private async Task ChangeAsync(Func<Task> change)
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            await change().ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    // All are open before the first one connects: what one rule writes, another may read.
    private async Task StartAsync(IReadOnlyList<Slot> slots)
    {
        var started = new List<RunningRule>();
        foreach (var slot in slots.Where(static slot => slot.State != EmbeddedRuleState.Running))
        {
            using var activity = RuleActivities.Source.StartActivity("rule start")?.SetTag(RuleActivities.RuleTag, slot.Name);
            try
            {
                started.Add(Open(slot));
            }
            catch (Exception error)
            {
                slot.Fail(error);
                activity?.SetStatus(ActivityStatusCode.Error, error.Message);
                await Task.WhenAll(started.Select(static running => running.DisposeAsync().AsTask())).ConfigureAwait(false);
                throw;
            }
        }

        foreach (var running in started)
            _ = running.ConnectAsync();
    }

    private RunningRule Open(Slot slot)
    {
        var settings = _compiler.ToSettings(_set.Value, slot.Entry, _options.DrainTimeout);
        var running = _set.Value.Host.Open(settings);
        slot.Begin(running, settings);
        _ = WatchAsync(slot, running);
        RuleEngineLog.Started(_logger, slot.Name);
        return running;
    }

    private async Task ReplaceAsync(Slot slot, RunningRule running, RuleSettings settings)
    {
        var next = _set.Value.Host.Open(settings);
        slot.Begin(next, settings);
        _ = WatchAsync(slot, next);
        await running.StopAsync().ConfigureAwait(false);
        _ = next.ConnectAsync();
        RuleEngineLog.Updated(_logger, slot.Name, false);
    }

    private async Task StopAsync(Slot slot, CancellationToken cancellation = default)
    {
        if (slot is not { State: EmbeddedRuleState.Running, Running: { } running })
            return;

        using var activity = RuleActivities.Source.StartActivity("rule stop")?.SetTag(RuleActivities.RuleTag, slot.Name);
        slot.State = EmbeddedRuleState.Stopped;
        var stopping = running.StopAsync();
        await stopping.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await running.DisposeAsync().ConfigureAwait(false);
        RuleEngineLog.Stopped(_logger, slot.Name, running.Counters.RowsIn, running.Counters.RowsOut, running.ErrorCount, running.LostCount);
    }

    private async Task WatchAsync(Slot slot, RunningRule running)
    {
        try
        {
            await running.Completion.ConfigureAwait(false);
            if (slot.End(running))
                RuleEngineLog.Ended(_logger, slot.Name);
        }
#pragma warning disable CA1031 // Whatever has ended the rule is told by its state, and the other rules go on.
        catch (Exception error)
#pragma warning restore CA1031
        {
            slot.Fail(error);
            RuleEngineLog.Failed(_logger, slot.Name, error);
        }
    }

    /// <summary>A place for a rule, whether it runs or not.</summary>
    private sealed class Slot(CompiledEntry entry)
    {
        private readonly Lock _gate = new();
        private string? _error;

        public CompiledEntry Entry { get; set; } = entry;

        public string Name => Entry.Rule.Name;

        public EmbeddedRuleState State { get; set; }

        public RunningRule? Running { get; private set; }

        /// <summary>Whether it reads what other rules of the process write.</summary>
        public bool IsFedByRules { get; private set; }

        public EmbeddedRule Describe()
        {
            lock (_gate)
                return new EmbeddedRule(Name, Entry.Text.Substring(Entry.Rule.Sql.Start, Entry.Rule.Sql.Length), State, _error, Running);
        }

        public void Begin(RunningRule running, RuleSettings settings)
        {
            lock (_gate)
                (Running, State, _error) = (running, EmbeddedRuleState.Running, null);
            IsFedByRules = settings.Streams.Any(static stream => stream.Type.Equals("memory", StringComparison.OrdinalIgnoreCase));
        }

        public bool End(RunningRule running)
        {
            lock (_gate)
            {
                if (Running != running || State != EmbeddedRuleState.Running)
                    return false;

                State = EmbeddedRuleState.Ended;
                return true;
            }
        }

        public void Fail(Exception error)
        {
            lock (_gate)
                (State, _error) = (EmbeddedRuleState.Failed, error.Message);
        }
    }
}
