using CompiledRules.State;

namespace CompiledRules.Functions.Aggregates;

/// <summary>All values in order of arrival, nulls included; with <c>*</c>, the rows as objects. Null without rows.</summary>
[SqlAggregate("collect", TakesNull = true)]
public struct Collect : IAggregate<SqlValue, SqlArray?>, IMergeable<Collect>, IRemovable<SqlValue>
{
    private Queue<SqlValue>? _values;

    public readonly SqlArray? Result => _values is { Count: > 0 } ? new SqlArray(_values.ToArray()) : null;

    public void Add(SqlValue value) => (_values ??= []).Enqueue(value.IsNull ? SqlValue.Null : value);

    public readonly void Remove(SqlValue value) => _values?.Dequeue();

    public void Merge(in Collect later)
    {
        foreach (var value in later._values ?? [])
            Add(value);
    }

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("collect", 1);
        writer.Write(Result ?? SqlArray.Empty);
    }

    public void Load(IStateReader reader)
    {
        reader.Section("collect");
        _values = new Queue<SqlValue>(reader.ReadValue().AsArray());
    }
}
