using CompiledRules.State;

namespace CompiledRules.Runtime.Rules;

/// <summary>The counts and times of hits behind <c>last_hit_count()</c> and <c>last_hit_time()</c>, by call site.</summary>
public sealed class HitStates : IStateful
{
    private State[] _sites = [];

    /// <summary>The hits before this one.</summary>
    public static long HitCount(RuleContext context, int site) => context.Hits.At(site).Count;

    /// <summary>The time of the hit before this one, in milliseconds since the Unix epoch; 0 before the first.</summary>
    public static long HitTime(RuleContext context, int site) => context.Hits.At(site).Time;

    /// <summary>Counts a hit at the time in hand.</summary>
    public static void Hit(RuleContext context, int site)
    {
        ref var state = ref context.Hits.At(site);
        state.Count++;
        state.Time = context.EventTime;
    }

    public void Save(IStateWriter writer)
    {
        writer.Section("hits", 1);
        writer.Write((long)_sites.Length);
        foreach (var site in _sites)
        {
            writer.Write(site.Count);
            writer.Write(site.Time);
        }
    }

    public void Load(IStateReader reader)
    {
        reader.Section("hits");
        _sites = new State[reader.ReadInteger()];
        for (var i = 0; i < _sites.Length; i++)
            _sites[i] = new State { Count = reader.ReadInteger(), Time = reader.ReadInteger() };
    }

    private ref State At(int site)
    {
        if (site >= _sites.Length)
            Array.Resize(ref _sites, site + 1);
        return ref _sites[site];
    }

    private struct State
    {
        public long Count;
        public long Time;
    }
}
