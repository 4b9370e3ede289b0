using System.Runtime.InteropServices;
using CompiledRules.Runtime.Programs;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Time;
using CompiledRules.Sql;
using CompiledRules.Sql.Diagnostics;

namespace CompiledRules.Compiler;

/// <summary>A statement compiled for rows of C# types. It has no state: each subscription is a run of its own.</summary>
/// <remarks>
/// A run works on its caller's thread and has no queue: a row is through when <c>OnNext</c> returns. Calls must not overlap, as the grammar of Rx has it.
/// Only a rule with windows has a second thread in it, that of the clock, when a window ends while no row comes; and one that calls functions of other
/// processes goes on, on whatever thread a call ends, with the rows that have waited for it. Results never overlap either way. Where too many calls are
/// under way, <c>OnNext</c> returns when there is room again.
/// A row that fails is reported to <c>onError</c> and passed over; it never ends the sequence.
/// </remarks>
public sealed class TypedRule<TIn, TOut>
{
    private readonly RuleProgram<TOut> _program;

    internal TypedRule(RuleProgram<TOut> program, EquatableArray<SqlDiagnostic> warnings)
    {
        _program = program;
        Warnings = warnings;
    }

    public EquatableArray<SqlDiagnostic> Warnings { get; }

    /// <summary>The rule as an operator of Rx.</summary>
    /// <param name="onError">Takes the errors of single rows, on the caller's thread; null ignores them.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public Func<IObservable<TIn>, IObservable<TOut>> AsOperator(Action<RowError>? onError = null, TimeProvider? time = null) =>
        rows => System.Reactive.Linq.Observable.Create<TOut>(observer =>
        {
            var input = Start(new ObserverOutput(observer, onError), time);
            var subscription = rows.Subscribe(new RowByRow(input, observer));
            return () =>
            {
                subscription.Dispose();
                (input as IDisposable)?.Dispose();
            };
        });

    /// <summary>The rule as an observer of batches, which is the fastest way in: one call of compiled code loops over the batch.</summary>
    /// <param name="time">The clock; null for the system's.</param>
    /// <returns>Disposable where the rule has windows, whose deadlines fire until then or until it is completed, or calls, which are cancelled then.</returns>
    public IBatchObserver<TIn> Start(IRuleOutput<TOut> output, TimeProvider? time = null)
    {
        var clock = time ?? TimeProvider.System;
        var timers = new RuleTimers(clock.GetUtcNow().ToUnixTimeMilliseconds());
        var alarm = new RunClock(timers, clock);
        var run = _program.Start(new RuleStart<TOut>("", clock, TimeZoneInfo.Utc, new KeyedState(), timers, output) { OnReady = alarm.Resume, Cancellation = alarm.Cancellation });
        run.Open();
        var input = run.Input<TIn>(0);
        if (!_program.HasDeadlines && !run.MayWait)
            return input;

        alarm.Start(run);
        return new TimedInput<TIn>(input, alarm, isOnly: true);
    }

    private sealed class RowByRow(IBatchObserver<TIn> input, IObserver<TOut> observer) : IObserver<TIn>
    {
        public void OnNext(TIn value) => input.OnNext(MemoryMarshal.CreateReadOnlySpan(ref value, 1));

        public void OnError(Exception error) => observer.OnError(error);

        public void OnCompleted() => input.OnCompleted();
    }

    private sealed class ObserverOutput(IObserver<TOut> observer, Action<RowError>? onError) : IRuleOutput<TOut>
    {
        public void OnRows(ReadOnlySpan<TOut> rows)
        {
            foreach (var row in rows)
                observer.OnNext(row);
        }

        public void OnCollection(ReadOnlySpan<TOut> rows) => OnRows(rows);

        public void OnError(RowError error) => onError?.Invoke(error);

        public void OnCompleted() => observer.OnCompleted();
    }
}
