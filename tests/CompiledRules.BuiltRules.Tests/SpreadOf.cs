using CompiledRules.State;

namespace CompiledRules.BuiltRules.Tests;

/// <summary>An aggregate of the project: the distance between the least and the greatest value.</summary>
[SqlAggregate("spread")]
public struct SpreadOf : IAggregate<double, double?>, IMergeable<SpreadOf>
{
    private bool _hasValue;
    private double _least;
    private double _most;

    public readonly double? Result => _hasValue ? _most - _least : null;

    public void Add(double value)
    {
        _least = _hasValue ? Math.Min(_least, value) : value;
        _most = _hasValue ? Math.Max(_most, value) : value;
        _hasValue = true;
    }

    public void Merge(in SpreadOf later)
    {
        if (!later._hasValue)
            return;

        Add(later._least);
        Add(later._most);
    }

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("spread", 1);
        writer.Write(_hasValue);
        writer.Write(_least);
        writer.Write(_most);
    }

    public void Load(IStateReader reader)
    {
        reader.Section("spread");
        (_hasValue, _least, _most) = (reader.ReadBoolean(), reader.ReadFloat(), reader.ReadFloat());
    }
}
