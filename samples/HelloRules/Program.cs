using System.Globalization;
using System.Reactive.Subjects;
using HelloRules;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
using var readings = new Subject<Reading>();
using var hot = Rules.Hot(readings).Subscribe(Console.WriteLine);
using var jumps = Rules.Jumps(readings).Subscribe(Console.WriteLine);
using var feelings = Rules.Feelings(readings, static error => Console.WriteLine($"not {error.Row}: {error.Message}")).Subscribe(Console.WriteLine);

foreach (var (room, temperature) in new[] { ("wetlab", 28.5), ("wetlab", 36), ("hall", 21), ("wetlab", -300) })
    readings.OnNext(new Reading(room, temperature));
