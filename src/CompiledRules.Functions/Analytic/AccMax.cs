using CompiledRules.State;

namespace CompiledRules.Functions.Analytic;

/// <summary>The greatest number so far, 0 before there is one; null is an error.</summary>
/// <remarks><inheritdoc cref="AccumulatingSpan"/></remarks>
[SqlAnalytic("acc_max")]
public struct AccMax : IAnalytic
{
    private AccumulatingSpan _span;
    private double _greatest;
    private bool _hasValue;

    public double Next(bool when, SqlValue value)
    {
        if (when && AccNumber.From(value, skipsNull: false) is { } number)
            Add(number);
        return _greatest;
    }

    public double Next(bool when, SqlValue value, bool? begin, bool? reset)
    {
        if (!when)
            return _greatest;

        if (_span.StartsAnew)
            (_greatest, _hasValue) = (0, false);
        return _span.Contains(begin, reset) ? Next(when: true, value) : _greatest;
    }

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("acc_max", 1);
        _span.Save(writer);
        writer.Write(_greatest);
        writer.Write(_hasValue);
    }

    public void Load(IStateReader reader)
    {
        reader.Section("acc_max");
        _span.Load(reader);
        _greatest = reader.ReadFloat();
        _hasValue = reader.ReadBoolean();
    }

    private void Add(double value)
    {
        _greatest = _hasValue ? Math.Max(_greatest, value) : value;
        _hasValue = true;
    }
}
