using System.Collections.Frozen;

namespace CompiledRules.Hosting;

/// <summary>Whether and how long a rule keeps the answers of a lookup table: the object <c>lookup</c> in <c>EXTRA</c>, or options of the same names in <c>WITH</c>.</summary>
/// <param name="IsOn"><c>cache</c>.</param>
/// <param name="TimeToLive"><c>cacheTtl</c>; zero for as long as the rule runs.</param>
/// <param name="KeepsMissingKeys"><c>cacheMissingKey</c>: whether it is kept too that there is no row.</param>
/// <param name="Capacity"><c>cacheCapacity</c>: keys; the oldest goes first.</param>
internal sealed record LookupCacheOptions(bool IsOn, TimeSpan TimeToLive, bool KeepsMissingKeys, int Capacity)
{
    private static readonly FrozenSet<string> s_names = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "cache", "cacheTtl", "cacheMissingKey", "cacheCapacity");

    /// <summary>Whether an option is of the cache, not of the connector.</summary>
    public static bool IsOne(string option) => s_names.Contains(option);

    /// <exception cref="OptionException">An option has a value that cannot be used.</exception>
    public static LookupCacheOptions Read(StreamSettings table)
    {
        var all = new ConnectorOptions($"table {table.Name}", table.AllOptions());
        var nested = all.GetObjectOrNull("lookup") ?? SqlObject.Empty;
        var options = new ConnectorOptions($"table {table.Name}", table.AllOptions().Concat(nested));
        return new LookupCacheOptions(
            options.GetBoolean("cache", false),
            options.GetDuration("cacheTtl", TimeSpan.Zero),
            options.GetBoolean("cacheMissingKey", false),
            (int)options.GetInteger("cacheCapacity", 10_000, 1, int.MaxValue));
    }
}
