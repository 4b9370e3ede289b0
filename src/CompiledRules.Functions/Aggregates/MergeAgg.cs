using CompiledRules.State;

namespace CompiledRules.Functions.Aggregates;

/// <summary>All objects in one, later entries winning; with <c>*</c>, the rows as objects. Other values are skipped. Null when nothing is in it.</summary>
[SqlAggregate("merge_agg")]
public struct MergeAgg : IAggregate<SqlValue, SqlObject?>, IMergeable<MergeAgg>
{
    private SqlObject.Builder? _entries;

    public readonly SqlObject? Result => _entries is { Count: > 0 } ? _entries.ToObject() : null;

    public void Add(SqlValue value)
    {
        if (value.Kind == SqlKind.Object)
            (_entries ??= new SqlObject.Builder()).AddAll(value.AsObject());
    }

    public void Merge(in MergeAgg later)
    {
        if (later.Result is { } entries)
            Add(entries);
    }

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("merge_agg", 1);
        writer.Write(Result ?? SqlObject.Empty);
    }

    public void Load(IStateReader reader)
    {
        reader.Section("merge_agg");
        _entries = new SqlObject.Builder().AddAll(reader.ReadValue().AsObject());
    }
}
