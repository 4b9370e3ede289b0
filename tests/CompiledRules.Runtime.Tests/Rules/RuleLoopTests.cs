using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Time;
using Microsoft.Extensions.Time.Testing;

namespace CompiledRules.Runtime.Tests.Rules;

[TestFixture]
[CancelAfter(30_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RuleLoopTests : ITimerTarget, IDisposable
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly List<string> _seen = [];
    private readonly SemaphoreSlim _fired = new(0);

    [Test]
    public async Task Items_are_handled_in_the_order_of_posting()
    {
        await using var loop = new RuleLoop<int>(10, OverflowPolicy.Block, _time, new RuleTimers(0), (item, _) => Note($"{item}"));
        loop.Start();

        foreach (var item in Enumerable.Range(0, 100))
            loop.Post(item);
        await loop.DrainAsync();

        Assert.That(_seen, Is.EqualTo(Enumerable.Range(0, 100).Select(static item => $"{item}")));
    }

    [Test]
    public async Task Deadlines_fire_before_the_items_that_arrived_after_them()
    {
        var timers = new RuleTimers(0);
        timers.Set(this, 1_000);
        timers.Set(this, 2_000);
        await using var loop = new RuleLoop<string>(10, OverflowPolicy.Block, _time, timers, (item, arrival) => Note($"{item}@{arrival}"));

        loop.Post("a");
        _time.Advance(TimeSpan.FromMilliseconds(1_500));
        loop.Post("b");
        _time.Advance(TimeSpan.FromMilliseconds(1_500));
        loop.Post("c");
        loop.Start();
        await loop.DrainAsync();

        Assert.That(_seen, Is.EqualTo(new[] { "a@0", "timer 1000", "b@1500", "timer 2000", "c@3000" }));
    }

    [Test]
    public async Task A_deadline_fires_while_nothing_arrives()
    {
        var timers = new RuleTimers(0);
        timers.Set(this, 1_000);
        await using var loop = new RuleLoop<string>(10, OverflowPolicy.Block, _time, timers, (_, _) => _fired.Release() >= 0);
        loop.Start();
        loop.Post("the loop is waiting after this");
        await _fired.WaitAsync();

        // The loop sets its alarm only after the item; time may have to pass twice for it to see that.
        while (!await _fired.WaitAsync(TimeSpan.FromMilliseconds(1)))
            _time.Advance(TimeSpan.FromMilliseconds(500));

        Assert.That(_seen, Is.EqualTo(new[] { "timer 1000" }));
    }

    [TestCase(OverflowPolicy.DropOldest, "2 3")]
    [TestCase(OverflowPolicy.DropNewest, "0 1")]
    public async Task A_full_queue_drops_and_counts(OverflowPolicy policy, string kept)
    {
        await using var loop = new RuleLoop<int>(2, policy, _time, new RuleTimers(0), (item, _) => Note($"{item}"));
        foreach (var item in Enumerable.Range(0, 4))
            loop.Post(item);

        loop.Start();
        await loop.DrainAsync();

        Assert.That(string.Join(' ', _seen), Is.EqualTo(kept));
        Assert.That(loop.DroppedCount, Is.EqualTo(2));
    }

    [Test]
    public async Task A_blocked_producer_goes_on_when_there_is_room()
    {
        await using var loop = new RuleLoop<int>(1, OverflowPolicy.Block, _time, new RuleTimers(0), (item, _) => Note($"{item}"));
        var producers = Enumerable.Range(0, 8).Select(item => Task.Run(() => loop.Post(item))).ToArray();

        loop.Start();
        var taken = await Task.WhenAll(producers);
        await loop.DrainAsync();

        Assert.That(taken, Is.All.True);
        Assert.That(_seen, Has.Count.EqualTo(8));
        Assert.That(loop.DroppedCount, Is.Zero);
    }

    [Test]
    public async Task After_its_end_nothing_is_taken()
    {
        var loop = new RuleLoop<int>(1, OverflowPolicy.Block, _time, new RuleTimers(0), static (_, _) => true);
        loop.Start();
        await loop.DrainAsync();

        Assert.That(loop.Post(1), Is.False);
        await loop.DisposeAsync();
    }

    [Test]
    public async Task An_item_that_is_not_taken_is_offered_again_and_holds_time_back()
    {
        var isOpen = false;
        var timers = new RuleTimers(0);
        timers.Set(this, 1_000);
        await using var loop = new RuleLoop<string>(10, OverflowPolicy.Block, _time, timers, (item, _) =>
        {
            _fired.Release();
            return isOpen && Note(item);
        });
        loop.Post("a");
        loop.Post("b");
        _time.Advance(TimeSpan.FromSeconds(5));

        loop.Start();
        await _fired.WaitAsync();
        isOpen = true;
        loop.Wake();
        await loop.DrainAsync();

        Assert.That(_seen, Is.EqualTo(new[] { "a", "b" }));
        Assert.That(timers.Now, Is.Zero);
    }

    [Test]
    public async Task The_loop_does_not_end_before_what_it_may_be_woken_for()
    {
        var isIdle = false;
        await using var loop = new RuleLoop<string>(10, OverflowPolicy.Block, _time, new RuleTimers(0), (item, _) => Note(item))
        {
            IsIdle = () => isIdle,
            OnWake = () => isIdle = Note("woken"),
        };
        loop.Start();
        loop.Post("a");

        var drained = loop.DrainAsync();
        loop.Wake();
        await drained;

        Assert.That(_seen, Is.EquivalentTo(new[] { "a", "woken" }));
    }

    public void Dispose() => _fired.Dispose();

    public void OnTimer(long due)
    {
        Note($"timer {due}");
        _fired.Release();
    }

    private bool Note(string what)
    {
        _seen.Add(what);
        return true;
    }
}
