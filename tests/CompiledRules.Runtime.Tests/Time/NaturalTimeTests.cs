using CompiledRules.Runtime.Time;

namespace CompiledRules.Runtime.Tests.Time;

[TestFixture]
public sealed class NaturalTimeTests
{
    private const long Afternoon = 1658218371337;

    [TestCase(NaturalUnit.Millisecond, 10, 1658218371340)]
    [TestCase(NaturalUnit.Millisecond, 500, 1658218371500)]
    [TestCase(NaturalUnit.Second, 1, 1658218372000)]
    [TestCase(NaturalUnit.Second, 40, 1658218400000)]
    [TestCase(NaturalUnit.Minute, 1, 1658218380000)]
    [TestCase(NaturalUnit.Minute, 3, 1658218500000)]
    [TestCase(NaturalUnit.Hour, 1, 1658221200000)]
    [TestCase(NaturalUnit.Hour, 5, 1658232000000)]
    [TestCase(NaturalUnit.Day, 1, 1658246400000)]
    [TestCase(NaturalUnit.Day, 7, 1658764800000)]
    public void Boundaries_count_from_the_next_larger_unit(NaturalUnit unit, long length, long expected) =>
        Assert.That(NaturalTime.FirstBoundary(Afternoon, unit, length, TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai")), Is.EqualTo(expected));

    [Test]
    public void A_boundary_is_always_ahead([Values(0, 10_000, 20_000, 59_999)] long time) =>
        Assert.That(NaturalTime.FirstBoundary(time, NaturalUnit.Second, 10, TimeZoneInfo.Utc), Is.GreaterThan(time).And.LessThanOrEqualTo(time + 10_000));
}
