using CompiledRules.Functions.Hits;

namespace CompiledRules.Functions.Tests.Hits;

public sealed class HitTests
{
    [Test]
    public void Count_is_of_the_hits_before()
    {
        var count = default(LastHitCount);
        Assert.That(count.Value, Is.Zero);

        count.Hit(1000);
        Assert.That(StateTape.Copy(count).Value, Is.EqualTo(1));
    }

    [Test]
    public void Time_is_of_the_hit_before()
    {
        var time = default(LastAggHitTime);
        Assert.That(time.Value, Is.Zero);

        time.Hit(1000);
        time.Hit(1500);
        Assert.That(StateTape.Copy(time).Value, Is.EqualTo(1500));
    }
}
