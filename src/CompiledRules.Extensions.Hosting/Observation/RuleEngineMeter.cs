using System.Diagnostics.Metrics;
using CompiledRules.Hosting.Output;

namespace CompiledRules.Extensions.Hosting.Observation;

/// <summary>The engine's counters as instruments, tagged by the rule's and the sink's name. They are read when somebody collects and cost nothing before.</summary>
internal sealed class RuleEngineMeter : IDisposable
{
    private readonly Meter _meter;

    public RuleEngineMeter(IMeterFactory meters) => _meter = meters.Create(Telemetry.MeterName);

    public void Watch(RuleEngine engine)
    {
        Count("compiledrules.rule.rows.in", "{row}", "Rows that rules have taken", static rule => rule.RowsIn);
        Count("compiledrules.rule.rows.out", "{row}", "Rows that rules have made", static rule => rule.RowsOut);
        Count("compiledrules.rule.errors", "{error}", "Rows that failed, and messages that sinks have refused", static rule => rule.Errors);
        Count("compiledrules.rule.lost", "{row}", "Events and results that full buffers have pushed out", static rule => rule.Lost);
        Count("compiledrules.rule.disconnects", "{disconnect}", "How often sources have lost their connection", static rule => rule.Running?.Counters.LostConnections ?? 0);
        _meter.CreateObservableGauge("compiledrules.rule.running", () => engine.Rules.Select(static rule => Measure(rule.State == EmbeddedRuleState.Running ? 1L : 0, rule)), "{rule}", "1 while the rule runs");
        _meter.CreateObservableCounter("compiledrules.sink.messages", () => SinksOf(engine, static sink => sink.WrittenCount), "{message}", "Messages that sinks have taken");
        _meter.CreateObservableUpDownCounter("compiledrules.sink.queued", () => SinksOf(engine, static sink => (long)sink.QueuedCount), "{result}", "Results that wait for sinks");

        void Count(string name, string unit, string description, Func<EmbeddedRule, long> read) =>
            _meter.CreateObservableCounter(name, () => engine.Rules.Select(rule => Measure(read(rule), rule)), unit, description);
    }

    public void Dispose() => _meter.Dispose();

    private static Measurement<long> Measure(long value, EmbeddedRule rule) => new(value, KeyValuePair.Create(RuleActivities.RuleTag, (object?)rule.Name));

    private static IEnumerable<Measurement<long>> SinksOf(RuleEngine engine, Func<SinkWriter, long> read) =>
        from rule in engine.Rules
        from sink in rule.Running?.Sinks ?? []
        select new Measurement<long>(read(sink), KeyValuePair.Create(RuleActivities.RuleTag, (object?)rule.Name), KeyValuePair.Create("compiledrules.sink", (object?)sink.Name));
}
