using CompiledRules.State;

namespace CompiledRules.Conformance.Tests.Functions;

/// <summary>A rule without a name, whose timers are due at once.</summary>
internal sealed class CaseContext(TimeZoneInfo zone) : FunctionContext
{
    public override string RuleId => "";

    public override long RuleStart => 0;

    public override TimeProvider Time { get; } = new ImpatientTime();

    public override TimeZoneInfo Zone => zone;

    public override long EventTime => 0;

    public override SqlObject? Metadata => null;

    public override WindowRange? Window => null;

    public override IKeyedState KeyedState { get; } = new MemoryState();

    private sealed class ImpatientTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2024, 2, 29, 12, 30, 45, 123, TimeSpan.Zero);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            callback(state);
            return new Timer(static _ => { });
        }
    }

    private sealed class MemoryState : IKeyedState
    {
        private readonly Dictionary<string, SqlValue> _values = [];

        public SqlValue Get(string key) => _values.GetValueOrDefault(key);

        public void Put(string key, SqlValue value) => _values[key] = value;

        public void Delete(string key) => _values.Remove(key);
    }
}
