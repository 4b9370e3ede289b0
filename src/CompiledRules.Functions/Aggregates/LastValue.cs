using CompiledRules.State;

namespace CompiledRules.Functions.Aggregates;

/// <summary>The last value, or the last that is not null when nulls are ignored; null without one.</summary>
[SqlAggregate("last_value", TakesNull = true)]
public struct LastValue : IAggregate<SqlValue, bool, SqlValue>, IMergeable<LastValue>
{
    private SqlValue _last;
    private bool _hasValue;

    public readonly SqlValue Result => _last.IsNull ? SqlValue.Null : _last;

    public void Add(SqlValue value, [SqlParameter(IsLiteral = true)] bool ignoreNull)
    {
        if (ignoreNull && value.IsNull)
            return;

        _last = value;
        _hasValue = true;
    }

    public void Merge(in LastValue later)
    {
        if (later._hasValue)
            this = later;
    }

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("last_value", 1);
        writer.Write(_hasValue);
        writer.Write(Result);
    }

    public void Load(IStateReader reader)
    {
        reader.Section("last_value");
        _hasValue = reader.ReadBoolean();
        _last = reader.ReadValue();
    }
}
