using System.Net.NetworkInformation;

namespace CompiledRules.Connectors.HostMetrics;

/// <summary>Counters of the machine at one moment.</summary>
internal sealed record HostReading(DateTimeOffset Time, CpuTimes? Cpu, MemoryUse Memory, long DiskFree, long DiskTotal, long NetIn, long NetOut)
{
    private const double Percent = 100;

    private static readonly string[] s_columns =
        ["host", "cpu", "memory", "memoryUsed", "memoryTotal", "diskFree", "diskTotal", "netIn", "netOut", "ts"];

    /// <param name="disk">A path on the volume to measure.</param>
    public static HostReading Take(string disk, TimeProvider time)
    {
        var volume = new DriveInfo(Path.GetPathRoot(disk)!);
        var interfaces = NetworkInterface.GetAllNetworkInterfaces().Where(static card => card.NetworkInterfaceType != NetworkInterfaceType.Loopback).Select(static card => card.GetIPStatistics()).ToArray();
        return new HostReading(
            time.GetUtcNow(),
            OperatingSystem.IsLinux() ? CpuTimes.Parse(File.ReadAllText("/proc/stat")) : null,
            MemoryUse.Take(),
            volume.AvailableFreeSpace,
            volume.TotalSize,
            interfaces.Sum(static card => card.BytesReceived),
            interfaces.Sum(static card => card.BytesSent));
    }

    /// <summary>The row for the time from <paramref name="before"/> to this reading.</summary>
    public SqlObject ToRow(HostReading before)
    {
        var seconds = Math.Max((Time - before.Time).TotalSeconds, double.Epsilon);
        return SqlObject.FromArrays(s_columns,
        [
            Environment.MachineName,
            SqlValue.From(Cpu is { } now && before.Cpu is { } then ? now.BusyPercentSince(then) : null),
            Memory.Total == 0 ? 0.0 : Percent * Memory.Used / Memory.Total,
            Memory.Used,
            Memory.Total,
            DiskFree,
            DiskTotal,
            (NetIn - before.NetIn) / seconds,
            (NetOut - before.NetOut) / seconds,
            Time.ToUnixTimeMilliseconds(),
        ]);
    }
}
