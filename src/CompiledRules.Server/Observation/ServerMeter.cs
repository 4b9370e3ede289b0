using System.Diagnostics.Metrics;
using CompiledRules.Hosting;
using CompiledRules.Server.Rules;

namespace CompiledRules.Server.Observation;

/// <summary>The figures of rules as instruments, for exporters and for tools of the platform. They are read when somebody collects.</summary>
internal sealed class ServerMeter : IDisposable
{
    public const string Name = "CompiledRules.Server";

    private readonly Meter _meter = new(Name);

    public ServerMeter(RuleRegistry rules)
    {
        Count("compiledrules.rule.rows.in", "{row}", static running => running.Counters.RowsIn);
        Count("compiledrules.rule.rows.out", "{row}", static running => running.Counters.RowsOut);
        Count("compiledrules.rule.errors", "{error}", static running => running.ErrorCount);
        Count("compiledrules.rule.lost", "{row}", static running => running.LostCount);
        Count("compiledrules.rule.busy", "ms", static running => (long)running.Times.Busy.TotalMilliseconds);
        _meter.CreateObservableGauge("compiledrules.rule.running", () => rules.All.Select(static rule => Measure(rule, rule.Condition.State == RuleState.Running ? 1 : 0)), "{rule}");

        void Count(string name, string unit, Func<RunningRule, long> read) => _meter.CreateObservableCounter(
            name, () => rules.All.Where(static rule => rule.Running is not null).Select(rule => Measure(rule, rule.Running is { } running ? read(running) : 0)), unit);
    }

    public void Dispose() => _meter.Dispose();

    private static Measurement<long> Measure(HostedRule rule, long value) => new(value, KeyValuePair.Create("compiledrules.rule", (object?)rule.Definition.Id));
}
