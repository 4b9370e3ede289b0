using CompiledRules.Hosting;
using CompiledRules.Hosting.Checkpoints;

namespace CompiledRules.Server.Rules;

/// <summary>A rule of the server, from its creation to its end. Commands are carried out one after the other; may be used from any thread.</summary>
/// <param name="endedByItself">Called when all streams of the rule have ended, or its one run has.</param>
internal sealed partial class HostedRule(RuleDefinition definition, RulePlanner planner, ICheckpointStore checkpoints, TimeProvider time, Action<HostedRule> endedByItself)
{
    private readonly ActionQueue _actions = new();
    private readonly RuleAlarm _alarm = new(time);
    private RunningRule? _running;
    private RuleTopology? _topology;
    private int _attempts;
    private bool _isUpdate;

    public RuleDefinition Definition { get; private set; } = definition;

    public RuleCondition Condition { get; private set; } = RuleCondition.Initial;

    /// <summary>What became of the state when the rule was last changed while it ran; null where it was not.</summary>
    public SwapResult? LastSwap { get; private set; }

    /// <summary>Starts the rule, or, where it has a schedule, waits for its time.</summary>
    /// <exception cref="Exception">The rule cannot be compiled or opened; it is then stopped by this error.</exception>
    public Task StartAsync() => _actions.PostAsync("start", () =>
    {
        _attempts = 0;
        return Condition.State == RuleState.Running ? Task.CompletedTask : BeginAsync();
    });

    public Task StopAsync(string reason = "canceled manually") => _actions.PostAsync(
        "stop", () => Condition.State == RuleState.Stopped ? Task.CompletedTask : CloseAsync(RuleState.Stopped, reason));

    public Task RestartAsync() => _actions.PostAsync("restart", async () =>
    {
        await CloseAsync(RuleState.Stopped, "canceled manually").ConfigureAwait(false);
        _attempts = 0;
        await BeginAsync().ConfigureAwait(false);
    });

    /// <summary>Puts a new definition in the place of the old one. What is wrong with it is found before the old one stops; where it still fails to start, the old one is back.</summary>
    /// <exception cref="Exception">The new definition cannot be compiled or opened; the old one goes on.</exception>
    public Task UpdateAsync(RuleDefinition next) => _actions.PostAsync($"update {Guid.NewGuid()}", async () =>
    {
        var planned = planner.Check(next);
        _isUpdate = true;
        try
        {
            await UpdateAsync(next, planned).ConfigureAwait(false);
        }
        finally
        {
            _isUpdate = false;
        }
    });

    /// <summary>Moves the rule to what a plugin that it uses has become: between two events and with its state where only functions have changed, by opening it anew where connectors have.</summary>
    /// <remarks>A rule that does not fit the plugin any more is <see cref="RuleState.Faulted"/>; one that was, and fits again, goes on.</remarks>
    public Task RefreshAsync(PluginUse change) => _actions.PostAsync($"refresh {Guid.NewGuid()}", async () =>
    {
        try
        {
            if (Condition.State == RuleState.Faulted)
                await BeginAsync().ConfigureAwait(false);
            else if (_running is { } running && (change.HasConnectors || change.IsCalledBy(Definition)))
                await RefreshAsync(running, planner.Plan(Definition), change).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever keeps the rule from going on is its fault's message; the plugin and the other rules do not suffer from it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            await CloseAsync(RuleState.Faulted, error.Message).ConfigureAwait(false);
        }
    });

    /// <summary>Changes what is no part of the run.</summary>
    public void Describe(RuleDefinition definition) => Definition = definition;

    /// <summary>Begins anew with a source that can go back, and with an empty state.</summary>
    /// <exception cref="Http.ApiException">The rule does not run, or the source cannot go back.</exception>
    public Task ResetAsync(string stream) => _actions.PostAsync($"reset {Guid.NewGuid()}", async () =>
    {
        if (_running is not { } running)
            throw new Http.ApiException(Http.ErrorCode.Rule, $"rule {Definition.Id} is not running");

        var input = running.Inputs.ToList().FindIndex(input => input.Name == stream);
        if (input < 0)
            throw new Http.ApiException(Http.ErrorCode.Rule, $"rule {Definition.Id} does not read a stream {stream}");
        if (!running.CanGoBack(input))
            throw new Http.ApiException(Http.ErrorCode.Rule, $"the source of stream {stream} cannot go back");

        await CloseAsync(RuleState.Stopped, "reset").ConfigureAwait(false);
        checkpoints.Clear();
        await BeginAsync().ConfigureAwait(false);
    });

    private async Task UpdateAsync(RuleDefinition next, PlannedRule planned)
    {
        if (_running is { } running && next.IsTriggered && next.DiffersInSqlOnly(Definition) && ReadsTheSame(running, planned))
        {
            await SwapAsync(running, planned).ConfigureAwait(false);
            Definition = next;
            return;
        }

        var (old, wasRunning) = (Definition, Condition.State is RuleState.Running or RuleState.ScheduledStop);
        await CloseAsync(RuleState.Stopped, "stopped by update").ConfigureAwait(false);
        Definition = next;
        _attempts = 0;
        try
        {
            if (next.IsTriggered)
                await BeginAsync().ConfigureAwait(false);
        }
        catch
        {
            Definition = old;
            if (wasRunning)
                await BeginAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static bool ReadsTheSame(RunningRule running, PlannedRule planned) =>
        running.Inputs.Select(static input => input.Name).SequenceEqual(planned.Settings.Program.Inputs.Select(static input => input.Name));

    private async Task RefreshAsync(RunningRule running, PlannedRule planned, PluginUse change)
    {
        if (!change.IsOfConnectors(planned.Settings))
        {
            if (change.IsCalledBy(Definition))
                await SwapAsync(running, planned).ConfigureAwait(false);
            return;
        }

        _ = planner.Check(Definition);
        await CloseAsync(RuleState.Stopped, "stopped by update").ConfigureAwait(false);
        await BeginAsync().ConfigureAwait(false);
        LastSwap = new SwapResult(false, "a source, sink or table of the rule is a new one");
    }

    private async Task SwapAsync(RunningRule running, PlannedRule planned)
    {
        LastSwap = await planner.SwapAsync(running, planned).ConfigureAwait(false);
        _topology = RuleTopology.Of(planned);
        Report(StateMapping.StatefulSteps(planned.Plan), LastSwap);
    }

    private async Task BeginAsync()
    {
        if (Definition.Schedule.IsClocked)
            await AwaitScheduleAsync().ConfigureAwait(false);
        else
            Open(Definition.Schedule.Duration > TimeSpan.Zero ? time.GetUtcNow() + Definition.Schedule.Duration : null);
    }

    private async Task AwaitScheduleAsync()
    {
        var now = time.GetUtcNow();
        switch (Definition.Schedule.Next(now, time.LocalTimeZone))
        {
            case null:
                await CloseAsync(RuleState.Stopped, "schedule terminated").ConfigureAwait(false);
                endedByItself(this);
                break;
            case { } run when run.Begin <= now:
                Open(run.End);
                break;
            case { } run:
                await CloseAsync(RuleState.ScheduledStop, "").ConfigureAwait(false);
                Condition = Condition with { NextStart = run.Begin.ToUnixTimeMilliseconds() };
                _alarm.Set(run.Begin, () => _actions.PostAsync("scheduleStart", () => OpenScheduledAsync(run.End)));
                break;
        }
    }

    private Task OpenScheduledAsync(DateTimeOffset end)
    {
        if (Condition.State == RuleState.ScheduledStop)
            Open(end);
        return Task.CompletedTask;
    }

    private void Open(DateTimeOffset? end)
    {
        Condition = Condition with { State = RuleState.Starting, Message = "", NextStart = 0 };
        try
        {
            var planned = planner.Plan(Definition).With(checkpoints);
            _topology = RuleTopology.Of(planned);
            _connectors = ConnectorsOf(planned.Settings);
            _running = planner.Open(planned);
            _running.Trace = _trace;
            Report(StateMapping.StatefulSteps(planned.Plan), null);
        }
        catch (Exception error)
        {
            Fail(error);
            throw;
        }

        _ = _running.ConnectAsync();
        Condition = Condition with { State = RuleState.Running, LastStart = Now() };
        _ = WatchAsync(_running);
        if (end is { } time)
            _alarm.Set(time, () => _actions.PostAsync("scheduleStop", CloseScheduledAsync));
    }

    private async Task CloseScheduledAsync()
    {
        if (Condition.State != RuleState.Running)
            return;

        if (Definition.Schedule.IsClocked)
        {
            await CloseAsync(RuleState.ScheduledStop, "").ConfigureAwait(false);
            await AwaitScheduleAsync().ConfigureAwait(false);
            return;
        }

        await CloseAsync(RuleState.Stopped, "duration terminated").ConfigureAwait(false);
        endedByItself(this);
    }

    private async Task WatchAsync(RunningRule running)
    {
        Exception? failure = null;
        try
        {
            await running.Completion.ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever has ended the rule is its last message.
        catch (Exception error)
#pragma warning restore CA1031
        {
            failure = error;
        }

        await _actions.PostAsync("end", () => EndAsync(running, failure)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task EndAsync(RunningRule running, Exception? failure)
    {
        if (_running != running)
            return;

        await CloseAsync(RuleState.Stopped, "done").ConfigureAwait(false);
        if (failure is not null)
        {
            Fail(failure);
            return;
        }

        // In this order: a rule that is killed between the two begins once more at its end.
        endedByItself(this);
        checkpoints.Clear();
    }

    private void Fail(Exception error)
    {
        Condition = Condition with { State = RuleState.StoppedByError, Message = error.Message, LastStop = Now() };
        if (Definition.Restart.PauseBefore(_attempts) is { } pause)
        {
            _attempts++;
            Condition = Condition with { NextStart = Now() + (long)pause.TotalMilliseconds };
            _alarm.Set(time.GetUtcNow() + pause, () => _actions.PostAsync("retry", RetryAsync));
        }
    }

    private Task RetryAsync() => Condition.State == RuleState.StoppedByError ? BeginAsync() : Task.CompletedTask;

    private async Task CloseAsync(RuleState state, string reason)
    {
        _alarm.Clear();
        if (_running is { } running)
        {
            Condition = Condition with { State = RuleState.Stopping };
            await running.StopAsync().ConfigureAwait(false);
            _lastMetrics = Metrics;
            _running = null;
            Condition = Condition with { LastStop = Now() };
        }

        Condition = Condition with { State = state, Message = reason, NextStart = 0 };
    }

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
