using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Time;

namespace CompiledRules.Runtime.Programs;

/// <summary>A run of a rule in an application: without a loop or a queue of its own, on the threads of those who bring rows, and of the clock.</summary>
internal sealed class ApplicationRun<TOut> : IDisposable
{
    private readonly RuleRun<TOut> _run;
    private readonly RunClock? _clock;

    private ApplicationRun(RuleRun<TOut> run, RunClock? clock) => (_run, _clock) = (run, clock);

    public static ApplicationRun<TOut> Start(RuleProgram<TOut> program, RunSettings settings, IRuleOutput<TOut> output)
    {
        var time = settings.Time ?? TimeProvider.System;
        var timers = new RuleTimers(time.GetUtcNow().ToUnixTimeMilliseconds());
        var zone = settings.Zone is null ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(settings.Zone);
        var clock = new RunClock(timers, time);
        var run = program.Start(new RuleStart<TOut>(settings.Rule, time, zone, new KeyedState(), timers, output) { OnReady = clock.Resume, Cancellation = clock.Cancellation });
        run.Open();
        if (!program.HasDeadlines && program.Inputs == 1 && !run.MayWait)
            return new ApplicationRun<TOut>(run, null);

        clock.Start(run);
        return new ApplicationRun<TOut>(run, clock);
    }

    public IBatchObserver<TIn> Input<TIn>(int input) =>
        _clock is null ? _run.Input<TIn>(input) : new TimedInput<TIn>(_run.Input<TIn>(input), _clock, isOnly: false);

    public void Dispose() => _clock?.Dispose();
}
