using System.Globalization;
using System.Text;

namespace CompiledRules.Benchmarks;

/// <summary>A measurement as C# sees it.</summary>
public readonly record struct Reading(string DeviceId, double Temperature, double Humidity, long Ts, string Status);

/// <summary>The events of all benchmarks: one thousand devices in turn at random, ten thousand events a second.</summary>
internal static class Workload
{
    /// <summary>Events in a run of a benchmark: one second of them.</summary>
    public const int Events = 10_000;

    public const int Keys = 1_000;

    /// <summary>Events handed in at once where a benchmark has batches.</summary>
    public const int Batch = 100;

    public static Reading[] Readings { get; } = MakeReadings();

    /// <summary>15 members in about 260 bytes, one of them with escapes.</summary>
    public static ReadOnlyMemory<byte>[] Messages { get; } = [.. Readings.Select(MakeMessage)];

    private static Reading[] MakeReadings()
    {
        var random = new Random(42);
        return [.. Enumerable.Range(0, Events).Select(i => new Reading(
            "device-" + random.Next(Keys).ToString("D4", CultureInfo.InvariantCulture),
            random.Next(0, 400) / 10d,
            random.Next(200, 900) / 10d,
            1_700_000_000_000 + (i / 10),
            random.Next(20) == 0 ? "error" : "ok"))];
    }

    private static ReadOnlyMemory<byte> MakeMessage(Reading reading, int index) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"deviceId":"{{reading.DeviceId}}","temperature":{{reading.Temperature}},"humidity":{{reading.Humidity}},"ts":{{reading.Ts}},"status":"{{reading.Status}}","seq":{{index}},"fw":"1.4.22","rssi":-67,"battery":3.61,"site":"plant 7","line":"B","note":"belt \"B\" checked","lat":48.137154,"lon":11.576124,"alarm":false}"""));
}
