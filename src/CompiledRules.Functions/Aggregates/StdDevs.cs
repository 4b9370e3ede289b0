using CompiledRules.State;

namespace CompiledRules.Functions.Aggregates;

/// <summary>The sample standard deviation; null for fewer than two values.</summary>
[SqlAggregate("stddevs")]
public struct StdDevsOfFloats : IAggregate<double, double?>, IMergeable<StdDevsOfFloats>
{
    private Spread _spread;

    public readonly double? Result => _spread.Sample is { } variance ? Math.Sqrt(variance) : null;

    public void Add(double value) => _spread.Add(value);

    public void Merge(in StdDevsOfFloats later) => _spread.Merge(later._spread);

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("stddevs", 1);
        _spread.Save(writer);
    }

    public void Load(IStateReader reader)
    {
        reader.Section("stddevs");
        _spread.Load(reader);
    }
}

/// <summary>The sample standard deviation; null for fewer than two values.</summary>
[SqlAggregate("stddevs")]
public struct StdDevsOfValues : IAggregate<SqlValue, double?>, IMergeable<StdDevsOfValues>
{
    private Spread _spread;

    public readonly double? Result => _spread.Sample is { } variance ? Math.Sqrt(variance) : null;

    public void Add(SqlValue value) => _spread.Add(value);

    public void Merge(in StdDevsOfValues later) => _spread.Merge(later._spread);

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("stddevs", 1);
        _spread.Save(writer);
    }

    public void Load(IStateReader reader)
    {
        reader.Section("stddevs");
        _spread.Load(reader);
    }
}
