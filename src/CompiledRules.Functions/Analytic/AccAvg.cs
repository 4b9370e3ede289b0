using CompiledRules.State;

namespace CompiledRules.Functions.Analytic;

/// <summary>The mean of the numbers so far, 0 before there is one; null is an error.</summary>
/// <remarks><inheritdoc cref="AccumulatingSpan"/></remarks>
[SqlAnalytic("acc_avg")]
public struct AccAvg : IAnalytic
{
    private AccumulatingSpan _span;
    private double _sum;
    private long _count;

    private readonly double Current => _count == 0 ? 0 : _sum / _count;

    public double Next(bool when, SqlValue value)
    {
        if (when && AccNumber.From(value, skipsNull: false) is { } number)
            Add(number);
        return Current;
    }

    public double Next(bool when, SqlValue value, bool? begin, bool? reset)
    {
        if (!when)
            return Current;

        if (_span.StartsAnew)
            (_sum, _count) = (0, 0);
        return _span.Contains(begin, reset) ? Next(when: true, value) : Current;
    }

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("acc_avg", 1);
        _span.Save(writer);
        writer.Write(_sum);
        writer.Write(_count);
    }

    public void Load(IStateReader reader)
    {
        reader.Section("acc_avg");
        _span.Load(reader);
        _sum = reader.ReadFloat();
        _count = reader.ReadInteger();
    }

    private void Add(double value)
    {
        _sum += value;
        _count++;
    }
}
