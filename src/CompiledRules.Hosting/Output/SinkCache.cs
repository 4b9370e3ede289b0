namespace CompiledRules.Hosting.Output;

/// <summary>What a sink that cannot be reached keeps, in memory and then on disk.</summary>
/// <param name="MemoryLimit">Results in memory before the first goes to disk.</param>
/// <param name="PageSize">Results that are written to disk together.</param>
/// <param name="MaximumPages">When so many are full, the oldest goes and its results are counted as dropped.</param>
/// <param name="IsCleanedAtStop">Whether a stop throws away what is left; otherwise the next start sends it first.</param>
public sealed record SinkCache(int MemoryLimit, int PageSize, int MaximumPages, bool IsCleanedAtStop)
{
    /// <returns>Null where no cache is asked for.</returns>
    /// <exception cref="OptionException">An option has a value that cannot be used.</exception>
    public static SinkCache? Read(ConnectorOptions options)
    {
        var memory = options.GetInteger("memoryCacheThreshold", 1024, 0, int.MaxValue);
        var disk = options.GetInteger("maxDiskCache", 1_024_000, 0, int.MaxValue);
        var page = options.GetInteger("bufferPageSize", 256, 1, int.MaxValue);
        var cache = new SinkCache((int)memory, (int)page, (int)Math.Max(2, disk / page), options.GetBoolean("cleanCacheAtStop", false));
        return options.GetBoolean("enableCache", false) ? cache : null;
    }
}
