using CompiledRules.State;

namespace CompiledRules.Functions.Analytic;

/// <summary>The least number so far, 0 before there is one; null is an error.</summary>
/// <remarks><inheritdoc cref="AccumulatingSpan"/></remarks>
[SqlAnalytic("acc_min")]
public struct AccMin : IAnalytic
{
    private AccumulatingSpan _span;
    private double _least;
    private bool _hasValue;

    public double Next(bool when, SqlValue value)
    {
        if (when && AccNumber.From(value, skipsNull: false) is { } number)
            Add(number);
        return _least;
    }

    public double Next(bool when, SqlValue value, bool? begin, bool? reset)
    {
        if (!when)
            return _least;

        if (_span.StartsAnew)
            (_least, _hasValue) = (0, false);
        return _span.Contains(begin, reset) ? Next(when: true, value) : _least;
    }

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("acc_min", 1);
        _span.Save(writer);
        writer.Write(_least);
        writer.Write(_hasValue);
    }

    public void Load(IStateReader reader)
    {
        reader.Section("acc_min");
        _span.Load(reader);
        _least = reader.ReadFloat();
        _hasValue = reader.ReadBoolean();
    }

    private void Add(double value)
    {
        _least = _hasValue ? Math.Min(_least, value) : value;
        _hasValue = true;
    }
}
