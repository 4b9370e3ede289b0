using CompiledRules.State;

namespace CompiledRules.Runtime.Windows;

/// <summary>What a sliding window keeps of its rows: the rows themselves, or their aggregates as well.</summary>
public interface ISlidingContents<TRow> : IStateful
{
    void Add(TRow row, long timestamp);

    /// <summary>Forgets rows that no later window covers.</summary>
    void DropBefore(long time);

    /// <summary>Hands on the rows from <paramref name="from"/> on whose time is before <paramref name="before"/>.</summary>
    void Emit(long from, long before, WindowRange range);
}
