using CompiledRules.State;

namespace CompiledRules.Functions.Aggregates;

/// <summary>The least value; null without values.</summary>
[SqlAggregate("min")]
public struct MinOfIntegers : IAggregate<long, long?>, IMergeable<MinOfIntegers>
{
    private long? _extreme;

    public readonly long? Result => _extreme;

    public void Add(long value)
    {
        if (_extreme is null || value < _extreme)
            _extreme = value;
    }

    public void Merge(in MinOfIntegers later)
    {
        if (later._extreme is { } value)
            Add(value);
    }

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("min", 1);
        writer.Write(SqlValue.From(_extreme));
    }

    public void Load(IStateReader reader)
    {
        reader.Section("min");
        _extreme = reader.ReadValue() is { IsNull: false } value ? value.AsInteger() : null;
    }
}

/// <summary>The least value; null without values.</summary>
[SqlAggregate("min")]
public struct MinOfFloats : IAggregate<double, double?>, IMergeable<MinOfFloats>
{
    private double? _extreme;

    public readonly double? Result => _extreme;

    public void Add(double value)
    {
        if (_extreme is null || value < _extreme)
            _extreme = value;
    }

    public void Merge(in MinOfFloats later)
    {
        if (later._extreme is { } value)
            Add(value);
    }

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("min", 1);
        writer.Write(SqlValue.From(_extreme));
    }

    public void Load(IStateReader reader)
    {
        reader.Section("min");
        _extreme = reader.ReadValue() is { IsNull: false } value ? value.AsFloat() : null;
    }
}

/// <summary>The least value; null without values. Compared by UTF-8 bytes.</summary>
[SqlAggregate("min")]
public struct MinOfStrings : IAggregate<string, string?>, IMergeable<MinOfStrings>
{
    private string? _extreme;

    public readonly string? Result => _extreme;

    public void Add(string value)
    {
        if (_extreme is null || Utf8Order.Comparer.Compare(value, _extreme) < 0)
            _extreme = value;
    }

    public void Merge(in MinOfStrings later)
    {
        if (later._extreme is { } value)
            Add(value);
    }

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("min", 1);
        writer.Write(_extreme);
    }

    public void Load(IStateReader reader)
    {
        reader.Section("min");
        _extreme = reader.ReadString();
    }
}

/// <summary>The least value, of the kind of the first one: integer, float or string. After an integer, floats lose their fraction; any other mixture is an error. Null without values.</summary>
[SqlAggregate("min")]
public struct MinOfValues : IAggregate<SqlValue, SqlValue>, IMergeable<MinOfValues>
{
    private Extreme _extreme;

    public readonly SqlValue Result => _extreme.Result(isGreatest: false);

    public void Add(SqlValue value) => _extreme.Add(value, isGreatest: false);

    public void Merge(in MinOfValues later) => _extreme.Merge(later._extreme, isGreatest: false);

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("min", 1);
        _extreme.Save(writer);
    }

    public void Load(IStateReader reader)
    {
        reader.Section("min");
        _extreme.Load(reader);
    }
}
