using CompiledRules.State;

namespace CompiledRules.Functions.Aggregates;

/// <summary>The population standard deviation; null without values.</summary>
[SqlAggregate("stddev")]
public struct StdDevOfFloats : IAggregate<double, double?>, IMergeable<StdDevOfFloats>
{
    private Spread _spread;

    public readonly double? Result => _spread.Population is { } variance ? Math.Sqrt(variance) : null;

    public void Add(double value) => _spread.Add(value);

    public void Merge(in StdDevOfFloats later) => _spread.Merge(later._spread);

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("stddev", 1);
        _spread.Save(writer);
    }

    public void Load(IStateReader reader)
    {
        reader.Section("stddev");
        _spread.Load(reader);
    }
}

/// <summary>The population standard deviation; null without values.</summary>
[SqlAggregate("stddev")]
public struct StdDevOfValues : IAggregate<SqlValue, double?>, IMergeable<StdDevOfValues>
{
    private Spread _spread;

    public readonly double? Result => _spread.Population is { } variance ? Math.Sqrt(variance) : null;

    public void Add(SqlValue value) => _spread.Add(value);

    public void Merge(in StdDevOfValues later) => _spread.Merge(later._spread);

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("stddev", 1);
        _spread.Save(writer);
    }

    public void Load(IStateReader reader)
    {
        reader.Section("stddev");
        _spread.Load(reader);
    }
}
