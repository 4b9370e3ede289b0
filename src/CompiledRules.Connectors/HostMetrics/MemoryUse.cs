using System.Globalization;

namespace CompiledRules.Connectors.HostMetrics;

/// <param name="Used">Bytes that no one else could have without swapping.</param>
/// <param name="Total">Bytes of the machine.</param>
internal readonly record struct MemoryUse(long Used, long Total)
{
    private const long BytesPerKilobyte = 1024;

    public static MemoryUse Take()
    {
        if (OperatingSystem.IsLinux())
            return Parse(File.ReadAllText("/proc/meminfo"));

        var memory = GC.GetGCMemoryInfo();
        return new MemoryUse(memory.MemoryLoadBytes, memory.TotalAvailableMemoryBytes);
    }

    /// <param name="meminfo">The text of <c>/proc/meminfo</c>.</param>
    public static MemoryUse Parse(string meminfo)
    {
        var total = Field(meminfo, "MemTotal:");
        return new MemoryUse(total - Field(meminfo, "MemAvailable:"), total);
    }

    private static long Field(string meminfo, string name)
    {
        var line = meminfo.Split('\n').FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) ?? throw new IOException($"/proc/meminfo has no {name}");
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * BytesPerKilobyte;
    }
}
