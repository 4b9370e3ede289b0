using CompiledRules.State;

namespace CompiledRules.Functions.Aggregates;

/// <summary>The greatest value; null without values.</summary>
[SqlAggregate("max")]
public struct MaxOfIntegers : IAggregate<long, long?>, IMergeable<MaxOfIntegers>
{
    private long? _extreme;

    public readonly long? Result => _extreme;

    public void Add(long value)
    {
        if (_extreme is null || value > _extreme)
            _extreme = value;
    }

    public void Merge(in MaxOfIntegers later)
    {
        if (later._extreme is { } value)
            Add(value);
    }

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("max", 1);
        writer.Write(SqlValue.From(_extreme));
    }

    public void Load(IStateReader reader)
    {
        reader.Section("max");
        _extreme = reader.ReadValue() is { IsNull: false } value ? value.AsInteger() : null;
    }
}

/// <summary>The greatest value; null without values.</summary>
[SqlAggregate("max")]
public struct MaxOfFloats : IAggregate<double, double?>, IMergeable<MaxOfFloats>
{
    private double? _extreme;

    public readonly double? Result => _extreme;

    public void Add(double value)
    {
        if (_extreme is null || value > _extreme)
            _extreme = value;
    }

    public void Merge(in MaxOfFloats later)
    {
        if (later._extreme is { } value)
            Add(value);
    }

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("max", 1);
        writer.Write(SqlValue.From(_extreme));
    }

    public void Load(IStateReader reader)
    {
        reader.Section("max");
        _extreme = reader.ReadValue() is { IsNull: false } value ? value.AsFloat() : null;
    }
}

/// <summary>The greatest value; null without values. Compared by UTF-8 bytes.</summary>
[SqlAggregate("max")]
public struct MaxOfStrings : IAggregate<string, string?>, IMergeable<MaxOfStrings>
{
    private string? _extreme;

    public readonly string? Result => _extreme;

    public void Add(string value)
    {
        if (_extreme is null || Utf8Order.Comparer.Compare(value, _extreme) > 0)
            _extreme = value;
    }

    public void Merge(in MaxOfStrings later)
    {
        if (later._extreme is { } value)
            Add(value);
    }

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("max", 1);
        writer.Write(_extreme);
    }

    public void Load(IStateReader reader)
    {
        reader.Section("max");
        _extreme = reader.ReadString();
    }
}

/// <summary>The greatest value, of the kind of the first one: integer, float or string. After an integer, floats lose their fraction; any other mixture is an error. Null without values.</summary>
[SqlAggregate("max")]
public struct MaxOfValues : IAggregate<SqlValue, SqlValue>, IMergeable<MaxOfValues>
{
    private Extreme _extreme;

    public readonly SqlValue Result => _extreme.Result(isGreatest: true);

    public void Add(SqlValue value) => _extreme.Add(value, isGreatest: true);

    public void Merge(in MaxOfValues later) => _extreme.Merge(later._extreme, isGreatest: true);

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("max", 1);
        _extreme.Save(writer);
    }

    public void Load(IStateReader reader)
    {
        reader.Section("max");
        _extreme.Load(reader);
    }
}
