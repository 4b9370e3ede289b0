using CompiledRules.State;

namespace CompiledRules.Functions.Aggregates;

/// <summary>The population variance; null without values.</summary>
[SqlAggregate("var")]
public struct VarOfFloats : IAggregate<double, double?>, IMergeable<VarOfFloats>
{
    private Spread _spread;

    public readonly double? Result => _spread.Population;

    public void Add(double value) => _spread.Add(value);

    public void Merge(in VarOfFloats later) => _spread.Merge(later._spread);

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("var", 1);
        _spread.Save(writer);
    }

    public void Load(IStateReader reader)
    {
        reader.Section("var");
        _spread.Load(reader);
    }
}

/// <summary>The population variance; null without values.</summary>
[SqlAggregate("var")]
public struct VarOfValues : IAggregate<SqlValue, double?>, IMergeable<VarOfValues>
{
    private Spread _spread;

    public readonly double? Result => _spread.Population;

    public void Add(SqlValue value) => _spread.Add(value);

    public void Merge(in VarOfValues later) => _spread.Merge(later._spread);

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("var", 1);
        _spread.Save(writer);
    }

    public void Load(IStateReader reader)
    {
        reader.Section("var");
        _spread.Load(reader);
    }
}
