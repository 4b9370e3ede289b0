using CompiledRules.State;

namespace CompiledRules.Functions.Hits;

/// <summary>When the condition was last met before this window or group, in milliseconds since the Unix epoch; 0 for never.</summary>
[SqlHit("last_agg_hit_time", IsAggregate = true)]
public struct LastAggHitTime : IHitFunction
{
    public long Value { get; private set; }

    public void Hit(long time) => Value = time;

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("last_agg_hit_time", 1);
        writer.Write(Value);
    }

    public void Load(IStateReader reader)
    {
        reader.Section("last_agg_hit_time");
        Value = reader.ReadInteger();
    }
}
