using System.Globalization;
using System.IO.Compression;

namespace CompiledRules.Server.Observation;

/// <summary>Writes figures down while that is asked for, in a file for each hour of the last six.</summary>
internal sealed class MetricsDump : IDisposable
{
    private const string HourFormat = "yyyyMMddHH";
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_kept = TimeSpan.FromHours(6);

    private readonly Lock _gate = new();
    private readonly string _folder;
    private readonly RuntimeSettings _settings;
    private readonly Func<string> _print;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;

    public MetricsDump(string dataDirectory, RuntimeSettings settings, Func<string> print, TimeProvider time)
    {
        (_folder, _settings, _print, _time) = (Path.Combine(dataDirectory, "log", "metrics"), settings, print, time);
        _timer = time.CreateTimer(static dump => ((MetricsDump)dump!).Write(), this, s_interval, s_interval);
    }

    public bool IsEnabled => _settings.DumpsMetrics;

    /// <summary>The files of the hours between two times, as a zip archive.</summary>
    public byte[] Pack(DateTimeOffset start, DateTimeOffset end)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, true))
        {
            lock (_gate)
            {
                foreach (var (path, hour) in Files().Where(file => file.Hour.AddHours(1) > start && file.Hour <= end))
                    zip.CreateEntryFromFile(path, Path.GetFileName(path));
            }
        }

        return bytes.ToArray();
    }

    public void Dispose() => _timer.Dispose();

    private void Write()
    {
        if (!IsEnabled)
            return;

        var now = _time.GetUtcNow();
        lock (_gate)
        {
            Directory.CreateDirectory(_folder);
            File.AppendAllText(Path.Combine(_folder, $"metrics.{now.ToString(HourFormat, CultureInfo.InvariantCulture)}.log"), $"# {now:O}\n{_print()}\n");
            foreach (var (path, _) in Files().Where(file => file.Hour < now - s_kept).ToList())
                File.Delete(path);
        }
    }

    private IEnumerable<(string Path, DateTimeOffset Hour)> Files()
    {
        foreach (var path in Directory.Exists(_folder) ? Directory.EnumerateFiles(_folder, "metrics.*.log") : [])
        {
            if (DateTimeOffset.TryParseExact(Path.GetFileName(path).Split('.')[1], HourFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var hour))
                yield return (path, hour);
        }
    }
}
