using System.Diagnostics;
using System.Globalization;
using System.Reactive.Linq;
using AotEdge;

Sample[] samples = [new("pump1", 1, 60), new("fan", 2, 99), new("pump1", 3, 95.5)];
var first = TimeSpan.Zero;
Rules.Alerts(samples.ToObservable()).Subscribe(alert =>
{
    if (first == TimeSpan.Zero)
        first = DateTime.Now - Process.GetCurrentProcess().StartTime;
    Console.WriteLine(alert);
});

Rules.Summaries(samples.ToObservable()).Subscribe(Console.WriteLine);

// What was measured goes to another stream than results.
var size = new FileInfo(Environment.ProcessPath!).Length / 1024.0 / 1024.0;
Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"program {size:F1} MB, first row after {first.TotalMilliseconds:F0} ms"));
