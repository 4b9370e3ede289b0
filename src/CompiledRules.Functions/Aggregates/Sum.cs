using CompiledRules.State;

namespace CompiledRules.Functions.Aggregates;

/// <summary>The sum, which wraps around at 64 bits; null without values.</summary>
[SqlAggregate("sum")]
public struct SumOfIntegers : IAggregate<long, long?>, IMergeable<SumOfIntegers>, IRemovable<long>
{
    private long _sum;
    private long _count;

    public readonly long? Result => _count == 0 ? null : _sum;

    public void Add(long value)
    {
        _sum += value;
        _count++;
    }

    public void Remove(long value)
    {
        _sum -= value;
        _count--;
    }

    public void Merge(in SumOfIntegers later)
    {
        _sum += later._sum;
        _count += later._count;
    }

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("sum", 1);
        writer.Write(_sum);
        writer.Write(_count);
    }

    public void Load(IStateReader reader)
    {
        reader.Section("sum");
        _sum = reader.ReadInteger();
        _count = reader.ReadInteger();
    }
}

/// <summary>The sum in order of arrival; null without values.</summary>
[SqlAggregate("sum")]
public struct SumOfFloats : IAggregate<double, double?>, IMergeable<SumOfFloats>
{
    private double _sum;
    private long _count;

    public readonly double? Result => _count == 0 ? null : _sum;

    public void Add(double value)
    {
        _sum += value;
        _count++;
    }

    public void Merge(in SumOfFloats later)
    {
        _sum += later._sum;
        _count += later._count;
    }

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("sum", 1);
        writer.Write(_sum);
        writer.Write(_count);
    }

    public void Load(IStateReader reader)
    {
        reader.Section("sum");
        _sum = reader.ReadFloat();
        _count = reader.ReadInteger();
    }
}

/// <summary>The sum, of the kind of the first value: after an integer, floats lose their fraction; after a float, an integer is an error. Null without values.</summary>
[SqlAggregate("sum")]
public struct SumOfValues : IAggregate<SqlValue, SqlValue>, IMergeable<SumOfValues>
{
    private NumberTotal _total;

    public readonly SqlValue Result => _total.Sum;

    public void Add(SqlValue value) => _total.Add(value);

    public void Merge(in SumOfValues later) => _total.Merge(later._total);

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("sum", 1);
        _total.Save(writer);
    }

    public void Load(IStateReader reader)
    {
        reader.Section("sum");
        _total.Load(reader);
    }
}
