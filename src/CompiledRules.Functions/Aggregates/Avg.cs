using CompiledRules.State;

namespace CompiledRules.Functions.Aggregates;

/// <summary>The mean, cut to an integer as integer division does; null without values.</summary>
[SqlAggregate("avg")]
public struct AvgOfIntegers : IAggregate<long, long?>, IMergeable<AvgOfIntegers>, IRemovable<long>
{
    private long _sum;
    private long _count;

    public readonly long? Result => _count == 0 ? null : _sum / _count;

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

    public void Merge(in AvgOfIntegers later)
    {
        _sum += later._sum;
        _count += later._count;
    }

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("avg", 1);
        writer.Write(_sum);
        writer.Write(_count);
    }

    public void Load(IStateReader reader)
    {
        reader.Section("avg");
        _sum = reader.ReadInteger();
        _count = reader.ReadInteger();
    }
}

/// <summary>The arithmetic mean; null without values.</summary>
[SqlAggregate("avg")]
public struct AvgOfFloats : IAggregate<double, double?>, IMergeable<AvgOfFloats>
{
    private double _sum;
    private long _count;

    public readonly double? Result => _count == 0 ? null : _sum / _count;

    public void Add(double value)
    {
        _sum += value;
        _count++;
    }

    public void Merge(in AvgOfFloats later)
    {
        _sum += later._sum;
        _count += later._count;
    }

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("avg", 1);
        writer.Write(_sum);
        writer.Write(_count);
    }

    public void Load(IStateReader reader)
    {
        reader.Section("avg");
        _sum = reader.ReadFloat();
        _count = reader.ReadInteger();
    }
}

/// <summary>The mean, of the kind of the first value as for <c>sum</c>; null without values.</summary>
[SqlAggregate("avg")]
public struct AvgOfValues : IAggregate<SqlValue, SqlValue>, IMergeable<AvgOfValues>
{
    private NumberTotal _total;

    public readonly SqlValue Result => _total.Mean;

    public void Add(SqlValue value) => _total.Add(value);

    public void Merge(in AvgOfValues later) => _total.Merge(later._total);

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("avg", 1);
        _total.Save(writer);
    }

    public void Load(IStateReader reader)
    {
        reader.Section("avg");
        _total.Load(reader);
    }
}
