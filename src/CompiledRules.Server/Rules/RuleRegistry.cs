using System.Collections.Concurrent;
using CompiledRules.Server.Http;
using CompiledRules.Server.Store;

namespace CompiledRules.Server.Rules;

/// <summary>The rules of the server, kept in its store. May be used from any thread.</summary>
internal sealed class RuleRegistry(ServerStore store, RulePlanner planner, TimeProvider time, Action<string> log)
{
    private readonly ConcurrentDictionary<string, HostedRule> _rules = new(StringComparer.Ordinal);

    public IReadOnlyList<HostedRule> All => [.. _rules.Values.OrderBy(static rule => rule.Definition.Id, StringComparer.Ordinal)];

    /// <exception cref="ApiException">There is no such rule.</exception>
    public HostedRule Get(string id) => _rules.TryGetValue(id, out var rule) ? rule : throw ApiException.NotFound($"Rule {id} is not found.");

    public bool Has(string id) => _rules.ContainsKey(id);

    /// <summary>Brings back the rules of the store and starts those that were running. A rule that fails is stopped by its error; the others start.</summary>
    public async Task RestoreAsync()
    {
        foreach (var (id, json) in store.ReadAll(Sections.Rules))
        {
            try
            {
                _rules[id] = Host(planner.Read(json, id));
            }
            catch (Exception error) when (error is ApiException or OptionException)
            {
                log($"rule {id} cannot be read: {error.Message}");
            }
        }

        await Task.WhenAll(_rules.Values.Where(static rule => rule.Definition.IsTriggered).Select(TryStartAsync)).ConfigureAwait(false);
    }

    /// <summary>Creates a rule, and starts it unless it says otherwise.</summary>
    /// <exception cref="Exception">The rule cannot be read, compiled or opened; nothing is kept of it.</exception>
    public async Task<RuleDefinition> CreateAsync(string json)
    {
        var definition = planner.Read(json);
        await CreateAsync(definition).ConfigureAwait(false);
        return definition;
    }

    /// <summary>Replaces a rule, or creates it where there is none.</summary>
    /// <exception cref="Exception">The rule cannot be read, compiled or opened; an old one goes on.</exception>
    public async Task ReplaceAsync(string id, string json)
    {
        json = Secrets.Restore(json, store.Find(Sections.Rules, Names.Check(id)));
        var next = planner.Read(json, id);
        if (!_rules.TryGetValue(id, out var rule))
        {
            await CreateAsync(next).ConfigureAwait(false);
            return;
        }

        var old = rule.Definition;
        if ((old.Version.Length > 0 || next.Version.Length > 0) && string.CompareOrdinal(next.Version, old.Version) <= 0)
            throw new ApiException(ErrorCode.Rule, $"rule {id} already exists with version ({old.Version}), new version ({next.Version}) is lower");

        await rule.UpdateAsync(next).ConfigureAwait(false);
        try
        {
            Keep(next);
        }
        catch
        {
            await rule.UpdateAsync(old).ConfigureAwait(false);
            throw;
        }
    }

    /// <exception cref="ApiException">There is no such rule.</exception>
    public async Task DeleteAsync(string id)
    {
        var rule = Get(id);
        store.Remove(Sections.Rules, id);
        _rules.TryRemove(id, out _);
        await rule.StopAsync().ConfigureAwait(false);
        store.RemoveCheckpoint(id);
        planner.Forget(id);
    }

    /// <exception cref="Exception">There is no such rule, or it cannot be compiled or opened.</exception>
    public async Task StartAsync(string id)
    {
        var rule = Get(id);
        SetTriggered(rule, true);
        await rule.StartAsync().ConfigureAwait(false);
    }

    /// <exception cref="ApiException">There is no such rule.</exception>
    public async Task StopAsync(string id)
    {
        var rule = Get(id);
        SetTriggered(rule, false);
        await rule.StopAsync().ConfigureAwait(false);
    }

    /// <exception cref="Exception">There is no such rule, or it cannot be compiled or opened.</exception>
    public async Task RestartAsync(string id)
    {
        var rule = Get(id);
        SetTriggered(rule, true);
        await rule.RestartAsync().ConfigureAwait(false);
    }

    /// <summary>Changes a definition in what is no part of its run.</summary>
    /// <exception cref="ApiException">There is no such rule.</exception>
    public void Describe(string id, Func<RuleDefinition, RuleDefinition> change) => Describe(Get(id), change);

    /// <summary>Moves the rules that use a plugin to what it has become, and those that could not go on without it to what is there now. Rules that do not fit it are told of and stop.</summary>
    public void Refresh(PluginUse change)
    {
        var rules = All;
        Task.WaitAll(rules.Select(rule => rule.RefreshAsync(change)));
        foreach (var rule in rules.Where(static rule => rule.Condition.State == RuleState.Faulted))
            log($"rule {rule.Definition.Id} is faulted: {rule.Condition.Message}");
    }

    /// <summary>How many streams and actions of rules refer to a connection.</summary>
    public int CountReferences(string connection) => _rules.Values.Sum(rule => planner.CountReferences(rule.Definition, connection));

    /// <summary>Stops all rules, which start again with the server.</summary>
    public Task CloseAsync() => Task.WhenAll(_rules.Values.Select(static rule => rule.StopAsync("the server stops")));

    private async Task CreateAsync(RuleDefinition definition)
    {
        var rule = Host(definition);
        if (!_rules.TryAdd(definition.Id, rule))
            throw new ApiException(ErrorCode.Rule, $"rule {definition.Id} already exists");

        try
        {
            _ = planner.Check(definition);
            if (definition.IsTriggered)
                await rule.StartAsync().ConfigureAwait(false);
            Keep(definition);
        }
        catch
        {
            _rules.TryRemove(definition.Id, out _);
            await rule.StopAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    private HostedRule Host(RuleDefinition definition) => new(definition, planner, new RuleCheckpoints(store, definition.Id), time, rule =>
    {
        log($"rule {rule.Definition.Id}: {rule.Condition.Message}");
        if (_rules.TryGetValue(rule.Definition.Id, out var current) && current == rule)
            SetTriggered(rule, false);
    });

    private async Task TryStartAsync(HostedRule rule)
    {
        try
        {
            await rule.StartAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The rule's condition has the error.
        catch (Exception error)
#pragma warning restore CA1031
        {
            log($"rule {rule.Definition.Id} cannot be started: {error.Message}");
        }
    }

    private void SetTriggered(HostedRule rule, bool isTriggered)
    {
        if (rule.Definition.IsTriggered != isTriggered)
            Describe(rule, definition => definition.WithTriggered(isTriggered));
    }

    private void Describe(HostedRule rule, Func<RuleDefinition, RuleDefinition> change)
    {
        var changed = change(rule.Definition);
        Keep(changed);
        rule.Describe(changed);
    }

    private void Keep(RuleDefinition definition)
    {
        if (!definition.IsTemporary)
            store.Put(Sections.Rules, definition.Id, definition.Json);
    }
}
