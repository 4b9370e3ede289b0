using CompiledRules;
using CompiledRules.State;

namespace Toolbox;

/// <summary>How many values a group has, and one more.</summary>
[SqlAggregate("countPlusOne", TakesNull = true)]
public struct CountPlusOne : IAggregate<SqlValue, long>
{
    private long _count;

    public readonly long Result => _count + 1;

    public void Add(SqlValue value) => _count++;

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("countPlusOne", 1);
        writer.Write(_count);
    }

    public void Load(IStateReader reader)
    {
        reader.Section("countPlusOne");
        _count = reader.ReadInteger();
    }
}
