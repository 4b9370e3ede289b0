using CompiledRules.State;

namespace CompiledRules.Runtime.Rules;

/// <summary>The counts and times of hits behind <c>last_hit_count()</c> and <c>last_hit_time()</c>, by call site.</summary>
public sealed class HitStates : IStateful
{
    private readonly Dictionary<int, KeptHits> _kept = [];
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

    /// <summary>Counts a hit, and keeps what was seen before it for the same unit in a later step.</summary>
    public static void HitAndKeep(RuleContext context, int site)
    {
        context.Hits.KeptAt(site).Add(context.Hits.At(site));
        Hit(context, site);
    }

    /// <summary>What <see cref="HitCount"/> was for the next unit that a condition has let through.</summary>
    public static long KeptCount(RuleContext context, int site) => context.Hits.KeptAt(site).Take().Count;

    /// <summary>What <see cref="HitTime"/> was for the next unit that a condition has let through.</summary>
    public static long KeptTime(RuleContext context, int site) => context.Hits.KeptAt(site).Take().Time;

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

    private KeptHits KeptAt(int site)
    {
        if (!_kept.TryGetValue(site, out var kept))
            _kept[site] = kept = new KeptHits();
        return kept;
    }

    private struct State
    {
        public long Count;
        public long Time;
    }

    // A collection is first judged as a whole and then shown as a whole, so a hit behind a shown one begins the next collection.
    private sealed class KeptHits
    {
        private readonly List<State> _states = [];
        private int _taken;

        public void Add(State state)
        {
            if (_taken > 0)
            {
                _states.Clear();
                _taken = 0;
            }

            _states.Add(state);
        }

        public State Take() => _taken < _states.Count ? _states[_taken++] : default;
    }
}
