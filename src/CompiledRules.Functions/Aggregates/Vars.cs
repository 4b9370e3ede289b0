using CompiledRules.State;

namespace CompiledRules.Functions.Aggregates;

/// <summary>The sample variance; null for fewer than two values.</summary>
[SqlAggregate("vars")]
public struct VarsOfFloats : IAggregate<double, double?>, IMergeable<VarsOfFloats>
{
    private Spread _spread;

    public readonly double? Result => _spread.Sample;

    public void Add(double value) => _spread.Add(value);

    public void Merge(in VarsOfFloats later) => _spread.Merge(later._spread);

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("vars", 1);
        _spread.Save(writer);
    }

    public void Load(IStateReader reader)
    {
        reader.Section("vars");
        _spread.Load(reader);
    }
}

/// <summary>The sample variance; null for fewer than two values.</summary>
[SqlAggregate("vars")]
public struct VarsOfValues : IAggregate<SqlValue, double?>, IMergeable<VarsOfValues>
{
    private Spread _spread;

    public readonly double? Result => _spread.Sample;

    public void Add(SqlValue value) => _spread.Add(value);

    public void Merge(in VarsOfValues later) => _spread.Merge(later._spread);

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("vars", 1);
        _spread.Save(writer);
    }

    public void Load(IStateReader reader)
    {
        reader.Section("vars");
        _spread.Load(reader);
    }
}
