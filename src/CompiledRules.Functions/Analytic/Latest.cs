using CompiledRules.State;

namespace CompiledRules.Functions.Analytic;

/// <summary>The last value that was not null, and <c>initial</c> until there is one.</summary>
[SqlAnalytic("latest")]
public struct LatestOfIntegers : IAnalytic
{
    private long? _latest;

    public long? Next(bool when, long? value, long? initial = default)
    {
        if (when && value is not null)
            _latest = value;
        return _latest ?? initial;
    }

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("latest", 1);
        writer.Write(SqlValue.From(_latest));
    }

    public void Load(IStateReader reader)
    {
        reader.Section("latest");
        _latest = reader.ReadValue() is { IsNull: false } value ? value.AsInteger() : null;
    }
}

/// <inheritdoc cref="LatestOfIntegers"/>
[SqlAnalytic("latest")]
public struct LatestOfFloats : IAnalytic
{
    private double? _latest;

    public double? Next(bool when, double? value, double? initial = default)
    {
        if (when && value is not null)
            _latest = value;
        return _latest ?? initial;
    }

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("latest", 1);
        writer.Write(SqlValue.From(_latest));
    }

    public void Load(IStateReader reader)
    {
        reader.Section("latest");
        _latest = reader.ReadValue() is { IsNull: false } value ? value.AsFloat() : null;
    }
}

/// <inheritdoc cref="LatestOfIntegers"/>
[SqlAnalytic("latest")]
public struct LatestOfValues : IAnalytic
{
    private SqlValue _latest;

    public SqlValue Next(bool when, SqlValue value, SqlValue initial = default)
    {
        if (when && !value.IsNull)
            _latest = value;
        return _latest.IsNull ? (initial.IsNull ? SqlValue.Null : initial) : _latest;
    }

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("latest", 1);
        writer.Write(_latest);
    }

    public void Load(IStateReader reader)
    {
        reader.Section("latest");
        _latest = reader.ReadValue();
    }
}
