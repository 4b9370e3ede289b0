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

    private readonly double Current => _least;

    public double Next(bool when, double? value)
    {
        if (when)
            Add(value ?? throw AccNumber.Refuse(SqlValue.Null));
        return Current;
    }

    public double Next(bool when, SqlValue value) => when ? Next(when: true, AccNumber.From(value, skipsNull: false)) : Current;

    public double Next(bool when, double? value, bool? begin, bool? reset)
    {
        if (!when)
            return Current;

        if (_span.StartsAnew)
            (_least, _hasValue) = (0, false);
        return _span.Contains(begin, reset) ? Next(when: true, value) : Current;
    }

    public double Next(bool when, SqlValue value, bool? begin, bool? reset)
    {
        var isCounted = when && (!_span.StartsAnew || begin == true);
        return Next(when, isCounted ? AccNumber.From(value, skipsNull: false) : null, begin, reset);
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
