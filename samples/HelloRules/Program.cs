using System.Globalization;
using System.Reactive.Concurrency;
using System.Reactive.Subjects;
using HelloRules;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
using var readings = new Subject<Reading>();
var clock = new HistoricalScheduler(DateTimeOffset.UnixEpoch);
using var hot = Rules.Hot(readings).Subscribe(Console.WriteLine);
using var jumps = Rules.Jumps(readings).Subscribe(Console.WriteLine);
using var means = Rules.Means(readings, clock).Subscribe(Console.WriteLine);
using var located = Rules.Located(readings, [new Room("wetlab", 2), new Room("hall", 0)]).Subscribe(Console.WriteLine);
using var feelings = Rules.Feelings(readings, static error => Console.WriteLine($"not {error.Row}: {error.Message}")).Subscribe(Console.WriteLine);

foreach (var (room, temperature) in new[] { ("wetlab", 28.5), ("wetlab", 36), ("hall", 21), ("wetlab", -300) })
    readings.OnNext(new Reading(room, temperature));

// Time goes on as the scheduler says; without one it is that of the system.
clock.AdvanceBy(TimeSpan.FromSeconds(10));
