using CompiledRules.State;
using Microsoft.Extensions.Time.Testing;

namespace CompiledRules.Functions.Tests;

/// <summary>A rule whose clock moves only when told.</summary>
internal sealed class RuleContext : FunctionContext
{
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2024, 2, 29, 12, 30, 45, TimeSpan.Zero));

    public Dictionary<string, SqlValue> Kept { get; } = [];

    public WindowRange? Range { get; init; }

    public override string RuleId => "rule0";

    public override long RuleStart => 12345;

    public override TimeProvider Time => Clock;

    public override TimeZoneInfo Zone => TimeZoneInfo.Utc;

    public override long EventTime => 678;

    public override SqlObject? Metadata => null;

    public override WindowRange? Window => Range;

    public override IKeyedState KeyedState => new DictionaryState(Kept);

    private sealed class DictionaryState(Dictionary<string, SqlValue> values) : IKeyedState
    {
        public SqlValue Get(string key) => values.GetValueOrDefault(key);

        public void Put(string key, SqlValue value) => values[key] = value;

        public void Delete(string key) => values.Remove(key);
    }
}
