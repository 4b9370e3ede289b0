using System.Reactive.Linq;
using System.Reactive.Subjects;
using CompiledRules.Runtime.Rules;
using Microsoft.Extensions.Time.Testing;

namespace CompiledRules.Runtime.Tests.Rules;

[TestFixture]
public sealed class SourceSubscriptionTests
{
    private readonly List<string> _seen = [];

    [Test]
    public void A_lost_source_is_subscribed_to_again_after_growing_pauses()
    {
        var time = new FakeTimeProvider();
        var attempts = 0;
        var source = Observable.Defer(() => ++attempts < 4 ? Observable.Throw<int>(new IOException("away")) : Observable.Return(7));
        using var subscription = Subscribe(source, time);

        subscription.Connect();
        foreach (var seconds in new[] { 1, 2, 4 })
            time.Advance(TimeSpan.FromSeconds(seconds));

        Assert.That(_seen, Is.EqualTo(new[] { "lost: away, 1 s", "lost: away, 2 s", "lost: away, 4 s", "7", "completed" }));
    }

    [Test]
    public void An_event_makes_the_pauses_short_again()
    {
        var time = new FakeTimeProvider();
        using var source = new Subject<int>();
        var attempts = 0;
        var unsteady = Observable.Create<int>(observer =>
        {
            attempts++;
            observer.OnNext(attempts);
            observer.OnError(new IOException("cut"));
            return () => { };
        });
        using var subscription = Subscribe(unsteady, time);

        subscription.Connect();
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.That(_seen, Is.EqualTo(new[] { "1", "lost: cut, 1 s", "2", "lost: cut, 1 s" }));
    }

    [Test]
    public void Nothing_is_tried_after_disposal()
    {
        var time = new FakeTimeProvider();
        var subscription = Subscribe(Observable.Throw<int>(new IOException("away")), time);
        subscription.Connect();

        subscription.Dispose();
        time.Advance(TimeSpan.FromMinutes(5));

        Assert.That(_seen, Has.Count.EqualTo(1));
    }

    [SetUp]
    public void Clear() => _seen.Clear();

    private SourceSubscription<int> Subscribe(IObservable<int> source, FakeTimeProvider time) => new(
        source, time, value => _seen.Add($"{value}"), () => _seen.Add("completed"), (error, pause) => _seen.Add($"lost: {error.Message}, {pause.TotalSeconds} s"));
}
