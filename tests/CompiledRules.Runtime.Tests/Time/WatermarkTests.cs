using CompiledRules.Runtime.Time;
using CompiledRules.Runtime.Windows;
using CompiledRules.State;

namespace CompiledRules.Runtime.Tests.Time;

[TestFixture]
public sealed class WatermarkTests : IEventTimeObserver<char>, IRowCodec<char>
{
    private readonly List<string> _output = [];

    [SetUp]
    public void Clear() => _output.Clear();

    [Test]
    public void Rows_leave_in_order_behind_the_tolerance()
    {
        var watermark = new Watermark<char>(1, 100, null, new RuleTimers(0), this, this);

        watermark.Add(0, 'a', 1_000);
        watermark.Add(0, 'c', 1_080);
        watermark.Add(0, 'b', 1_050);
        watermark.Add(0, 'd', 1_200);

        Assert.That(_output, Is.EqualTo(new[] { "w900", "w980", "a1000", "b1050", "c1080", "w1100" }));
    }

    [Test]
    public void A_row_behind_the_watermark_is_late_and_one_at_it_is_not()
    {
        var watermark = new Watermark<char>(1, 0, null, new RuleTimers(0), this, this);

        watermark.Add(0, 'a', 1_000);
        watermark.Add(0, 'b', 999);
        watermark.Add(0, 'c', 1_000);
        watermark.Add(0, 'd', 1_001);

        Assert.That(_output, Is.EqualTo(new[] { "a1000", "w1000", "late b999", "c1000", "d1001", "w1001" }));
        Assert.That(watermark.LateCount, Is.EqualTo(1));
    }

    [Test]
    public void The_slowest_stream_holds_the_watermark()
    {
        var watermark = new Watermark<char>(2, 0, null, new RuleTimers(0), this, this);

        watermark.Add(0, 'a', 10);
        watermark.Add(1, 'b', 20);
        watermark.Add(0, 'c', 30);

        Assert.That(_output, Is.EqualTo(new[] { "a10", "w10", "b20", "w20" }));
    }

    [Test]
    public void A_silent_stream_stops_holding_it_after_the_idle_timeout()
    {
        var timers = new RuleTimers(0);
        var watermark = new Watermark<char>(2, 0, 5_000, timers, this, this);

        watermark.Add(0, 'a', 10);
        timers.AdvanceTo(4_000);
        watermark.Add(0, 'b', 20);
        timers.AdvanceTo(5_000);

        Assert.That(_output, Is.EqualTo(new[] { "a10", "b20", "w20" }));
    }

    public void OnRow(int source, char row, long timestamp) => _output.Add($"{row}{timestamp}");

    public void OnWatermark(long watermark) => _output.Add($"w{watermark}");

    public void OnLate(int source, char row, long timestamp) => _output.Add($"late {row}{timestamp}");

    public void Write(IStateWriter writer, char row) => writer.Write((long)row);

    public char Read(IStateReader reader) => (char)reader.ReadInteger();
}
