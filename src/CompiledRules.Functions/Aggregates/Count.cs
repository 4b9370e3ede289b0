using CompiledRules.State;

namespace CompiledRules.Functions.Aggregates;

/// <summary>How many values are not null. For <c>count(*)</c> the rule adds one value per row.</summary>
[SqlAggregate("count")]
public struct Count : IAggregate<SqlValue, long>, IMergeable<Count>, IRemovable<SqlValue>
{
    public long Result { get; private set; }

    public void Add(SqlValue value) => Result += value.IsNull ? 0 : 1;

    public void Remove(SqlValue value) => Result -= value.IsNull ? 0 : 1;

    public void Merge(in Count later) => Result += later.Result;

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("count", 1);
        writer.Write(Result);
    }

    public void Load(IStateReader reader)
    {
        reader.Section("count");
        Result = reader.ReadInteger();
    }
}
