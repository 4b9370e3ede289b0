using CompiledRules.State;

namespace CompiledRules.Functions.Tests;

/// <summary>A rule in Shanghai, half an hour into 1 March 2024 there.</summary>
internal sealed class ShanghaiContext : FunctionContext
{
    public override string RuleId => "";

    public override long RuleStart => 0;

    public override TimeProvider Time { get; } = new Clock();

    public override TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    public override long EventTime => 0;

    public override SqlObject? Metadata => null;

    public override WindowRange? Window => null;

    public override IKeyedState KeyedState => throw new InvalidOperationException("These functions keep nothing");

    private sealed class Clock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2024, 2, 29, 16, 30, 45, 123, TimeSpan.Zero);
    }
}
