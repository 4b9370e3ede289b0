using CompiledRules.Hosting;
using CompiledRules.Server.Store;
using CompiledRules.State;

namespace CompiledRules.Server.Rules;

/// <summary>Keeps the state of one rule while it runs and gives it to the next run.</summary>
/// <remarks>
/// The state is that between two events: windows, history, counters. No source is wound back, so rows that came after the last checkpoint are lost with
/// the process; a rule that is stopped keeps all.
/// </remarks>
internal sealed class RuleCheckpoints(ServerStore store, TimeProvider time, Action<string> log)
{
    private readonly RuleAlarm _alarm = new(time);

    /// <summary>The rule with the state of its last run, if that was one of the same plan.</summary>
    public PlannedRule Restore(RuleDefinition definition, PlannedRule planned) => definition.CheckpointInterval is null
        ? planned
        : planned with { Settings = planned.Settings with { State = store.FindCheckpoint(definition.Id, planned.PlanHash) } };

    /// <summary>Asks for a checkpoint when the interval is over.</summary>
    public void Await(RuleDefinition definition, Action checkpoint)
    {
        if (definition.CheckpointInterval is { } interval)
            _alarm.Set(time.GetUtcNow() + interval, checkpoint);
    }

    /// <param name="isLast">Whether the rule is about to be stopped: then it takes no more events.</param>
    public async Task SaveAsync(RuleDefinition definition, PlannedRule planned, RunningRule running, bool isLast)
    {
        if (definition.CheckpointInterval is null)
            return;

        try
        {
            var state = await (isLast ? running.SaveLastAsync() : running.SaveAsync()).ConfigureAwait(false);
            store.PutCheckpoint(definition.Id, planned.PlanHash, state);
        }
        catch (InvalidOperationException)
        {
            // All its streams have ended, and with them its state.
            store.RemoveCheckpoint(definition.Id);
        }
        catch (Exception error) when (error is StateException or Microsoft.Data.Sqlite.SqliteException)
        {
            log($"rule {definition.Id}: its state could not be kept: {error.Message}");
        }
    }

    public void End() => _alarm.Clear();
}
