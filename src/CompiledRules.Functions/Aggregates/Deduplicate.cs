using CompiledRules.State;

namespace CompiledRules.Functions.Aggregates;

/// <summary>With <c>all</c>, the first row of each key, in order; otherwise the last row if its key came for the first time with it, else null. Keys are compared as text.</summary>
[SqlAggregate("deduplicate", TakesNull = true, TakesRow = true)]
public struct Deduplicate : IAggregate<SqlValue, SqlValue, bool, SqlValue>
{
    private HashSet<string>? _keys;
    private List<SqlValue>? _firstRows;
    private bool _all;
    private bool _lastIsNew;

    public readonly SqlValue Result => _firstRows switch
    {
        null => SqlValue.Null,
        var rows when _all => new SqlArray([.. rows]),
        var rows => _lastIsNew ? rows[^1] : SqlValue.Null,
    };

    /// <param name="value">The whole row, as an object.</param>
    public void Add(SqlValue value, SqlValue argument, [SqlParameter(IsLiteral = true)] bool secondArgument)
    {
        _all = secondArgument;
        _lastIsNew = (_keys ??= new HashSet<string>(StringComparer.Ordinal)).Add(SqlText.ToText(argument));
        _firstRows ??= [];
        if (_lastIsNew)
            _firstRows.Add(value);
    }

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("deduplicate", 1);
        writer.Write(_all);
        writer.Write(_lastIsNew);
        writer.Write(new SqlArray([.. (_keys ?? []).Select(static key => (SqlValue)key)]));
        writer.Write(new SqlArray([.. _firstRows ?? []]));
    }

    public void Load(IStateReader reader)
    {
        reader.Section("deduplicate");
        _all = reader.ReadBoolean();
        _lastIsNew = reader.ReadBoolean();
        _keys = [.. reader.ReadValue().AsArray().Select(static key => key.AsString())];
        _firstRows = [.. reader.ReadValue().AsArray()];
        if (_keys.Count == 0)
            (_keys, _firstRows) = (null, null);
    }
}
