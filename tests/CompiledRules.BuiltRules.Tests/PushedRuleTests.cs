using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using CompiledRules.Runtime.Rules;
using Microsoft.Extensions.Time.Testing;

namespace CompiledRules.BuiltRules.Tests;

/// <summary>Rules over observables.</summary>
public sealed class PushedRuleTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly Subject<Reading> _readings = new();

    public void Dispose() => _readings.Dispose();

    [Test]
    public void Window_ends_by_the_clock_also_while_no_row_comes()
    {
        var means = new List<Mean>();
        using var run = Rules.Means(_readings, _time).Subscribe(means.Add);

        _readings.OnNext(new Reading("lab", 20));
        _readings.OnNext(new Reading("lab", 30));
        _time.Advance(TimeSpan.FromSeconds(9.999));
        Assert.That(means, Is.Empty);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.That(means, Is.EqualTo(new[] { new Mean("lab", 25) }));
    }

    [Test]
    public void Scheduler_of_Rx_is_a_clock()
    {
        var clock = new HistoricalScheduler(DateTimeOffset.UnixEpoch);
        var means = new List<Mean>();
        using var run = Rules.ScheduledMeans(_readings, clock).Subscribe(means.Add);

        _readings.OnNext(new Reading("hall", 20));
        clock.AdvanceBy(TimeSpan.FromSeconds(10));
        _readings.OnNext(new Reading("hall", 10));
        clock.AdvanceBy(TimeSpan.FromSeconds(10));

        Assert.That(means, Is.EqualTo(new[] { new Mean("hall", 20), new Mean("hall", 10) }));
    }

    [Test]
    public void Event_time_is_in_the_rows()
    {
        var start = DateTimeOffset.UnixEpoch;
        StampedReading[] readings = [new("lab", 10, start.AddSeconds(3)), new("lab", 30, start.AddSeconds(2.5)), new("lab", 50, start.AddSeconds(11)), new("lab", 70, start.AddSeconds(12))];

        Assert.That(Rules.StampedMeans(readings.ToObservable()).ToEnumerable(), Is.EqualTo(new[] { new Mean("lab", 20), new Mean("lab", 60) }));
    }

    [Test]
    public void Open_window_is_emitted_at_the_end_unless_the_rule_says_otherwise()
    {
        Reading[] readings = [new("lab", 10)];

        Assert.That(Rules.Means(readings.ToObservable(), _time).ToEnumerable(), Is.EqualTo(new[] { new Mean("lab", 10) }));
        Assert.That(Rules.CompleteMeans(readings.ToObservable()).ToEnumerable(), Is.Empty);
    }

    [Test]
    public void Streams_are_joined_in_their_window()
    {
        using var visits = new Subject<Visit>();
        var found = new List<Visited>();
        using var run = Rules.Visited(_readings, visits, _time).Subscribe(found.Add);

        visits.OnNext(new Visit("lab", "Ada"));
        _readings.OnNext(new Reading("lab", 20));
        _readings.OnNext(new Reading("hall", 20));
        visits.OnNext(new Visit("lab", "Max"));
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.That(found.Select(static row => (row.Room, row.Celsius, row.Who)), Is.EqualTo(new (string?, double?, string?)[] { ("lab", 20, "Ada"), ("lab", 20, "Max") }));
    }

    [Test]
    public void Joined_rule_ends_with_the_last_of_its_streams()
    {
        using var visits = new Subject<Visit>();
        using var readings = new Subject<Reading>();
        var isEnded = false;
        using var run = Rules.Visited(readings, visits, _time).Subscribe(static _ => { }, () => isEnded = true);

        visits.OnCompleted();
        Assert.That(isEnded, Is.False);
        readings.OnCompleted();
        Assert.That(isEnded);
    }

    [Test]
    public void Failing_source_ends_the_sequence()
    {
        using var visits = new Subject<Visit>();
        Exception? failure = null;
        using var run = Rules.Visited(_readings, visits, _time).Subscribe(static _ => { }, error => failure = error);

        visits.OnError(new InvalidOperationException("the door is broken"));

        Assert.That(failure, Has.Message.EqualTo("the door is broken"));
        Assert.That(_readings.HasObservers, Is.False);
    }

    [Test]
    public void Table_is_read_when_a_run_begins()
    {
        List<Room> rooms = [new() { Name = "lab", Floor = 2 }];
        var located = Rules.Located(_readings, rooms);
        var (first, second) = (new List<Located>(), new List<Located>());
        using var early = located.Subscribe(first.Add);
        rooms.Add(new Room { Name = "hall", Floor = 1 });
        using var late = located.Subscribe(second.Add);

        _readings.OnNext(new Reading("hall", 20));

        Assert.That(first.Single().Floor, Is.Null);
        Assert.That(second.Single().Floor, Is.EqualTo(1));
    }

    [Test]
    public void Union_takes_rows_of_both_as_they_come()
    {
        using var others = new Subject<Reading>();
        var rows = new List<Mean>();
        using var run = Rules.Together(_readings, others).Subscribe(rows.Add);

        others.OnNext(new Reading("cellar", 31));
        _readings.OnNext(new Reading("lab", 20));
        others.OnNext(new Reading("cellar", 30));

        Assert.That(rows, Is.EqualTo(new[] { new Mean("cellar", 31), new Mean("lab", 20) }));
    }

    [Test]
    public void Aggregate_of_the_project_over_panes()
    {
        var rows = new List<Middle>();
        using var run = Rules.Middles(_readings, _time).Subscribe(rows.Add);

        foreach (var celsius in new double[] { 10, 30, 20 })
        {
            _readings.OnNext(new Reading("lab", celsius));
            _time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.That(rows.Select(static row => row.spread), Is.EqualTo(new double?[] { 0, 20, 10 }));
    }

    [Test]
    public void Trigger_emits_what_came_before_it()
    {
        var rows = new List<Mean>();
        using var run = Rules.Around(_readings, _time).Subscribe(rows.Add);

        foreach (var celsius in new double[] { 10, 20, 31, 5 })
        {
            _readings.OnNext(new Reading("lab", celsius));
            _time.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.That(rows.Select(static row => row.Celsius), Is.EqualTo(new double?[] { 10, 20, 31 }));
    }

    [Test]
    public void Row_error_that_nobody_takes_is_raised_for_the_application()
    {
        var raised = new List<(string Rule, string Message)>();
        void Take(string rule, RowError error) => raised.Add((rule, error.Message));
        UnobservedRowErrors.Raised += Take;
        try
        {
            Assert.That(Rules.Numbers(new[] { new Reading("7", 0), new Reading("x", 0), new Reading("8", 0) }.ToObservable()).ToEnumerable().Select(static row => row.number.AsInteger()), Is.EqualTo(new long[] { 7, 8 }));
        }
        finally
        {
            UnobservedRowErrors.Raised -= Take;
        }

        Assert.That(raised.Single().Rule, Is.EqualTo("Numbers"));
        Assert.That(raised.Single().Message, Does.Contain("cast(Room, 'bigint')"));
    }

    [Test]
    public void Disposed_run_takes_no_rows_and_fires_no_deadlines()
    {
        var means = new List<Mean>();
        var run = Rules.Means(_readings, _time).Subscribe(means.Add);
        _readings.OnNext(new Reading("lab", 20));
        run.Dispose();

        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.That(means, Is.Empty);
        Assert.That(_readings.HasObservers, Is.False);
    }
}
