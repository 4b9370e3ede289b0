using CompiledRules.State;

namespace CompiledRules.Functions.Analytic;

/// <summary>The running sum of the numbers; null is skipped.</summary>
/// <remarks><inheritdoc cref="AccumulatingSpan"/></remarks>
[SqlAnalytic("acc_sum")]
public struct AccSum : IAnalytic
{
    private AccumulatingSpan _span;
    private double _sum;

    private readonly double Current => _sum;

    public double Next(bool when, double? value)
    {
        if (when)
            Add(value);
        return Current;
    }

    public double Next(bool when, SqlValue value) => when ? Next(when: true, AccNumber.From(value, skipsNull: true)) : Current;

    public double Next(bool when, double? value, bool? begin, bool? reset)
    {
        if (!when)
            return Current;

        if (_span.StartsAnew)
            _sum = 0;
        return _span.Contains(begin, reset) ? Next(when: true, value) : Current;
    }

    public double Next(bool when, SqlValue value, bool? begin, bool? reset)
    {
        var isCounted = when && (!_span.StartsAnew || begin == true);
        return Next(when, isCounted ? AccNumber.From(value, skipsNull: true) : null, begin, reset);
    }

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("acc_sum", 1);
        _span.Save(writer);
        writer.Write(_sum);
    }

    public void Load(IStateReader reader)
    {
        reader.Section("acc_sum");
        _span.Load(reader);
        _sum = reader.ReadFloat();
    }

    private void Add(double? value)
    {
        _sum += value ?? 0;
    }
}
