using CompiledRules.State;

namespace CompiledRules.Functions.Hits;

/// <summary>How many rows met the condition before this one.</summary>
[SqlHit("last_hit_count")]
public struct LastHitCount : IHitFunction
{
    public long Value { get; private set; }

    public void Hit(long time) => Value++;

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("last_hit_count", 1);
        writer.Write(Value);
    }

    public void Load(IStateReader reader)
    {
        reader.Section("last_hit_count");
        Value = reader.ReadInteger();
    }
}
