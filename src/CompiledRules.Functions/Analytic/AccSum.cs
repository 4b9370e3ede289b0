using CompiledRules.State;

namespace CompiledRules.Functions.Analytic;

/// <summary>The running sum of the numbers; null is skipped.</summary>
/// <remarks><inheritdoc cref="AccumulatingSpan"/></remarks>
[SqlAnalytic("acc_sum")]
public struct AccSum : IAnalytic
{
    private AccumulatingSpan _span;
    private double _sum;

    public double Next(bool when, SqlValue value)
    {
        if (when && AccNumber.From(value, skipsNull: true) is { } number)
            _sum += number;
        return _sum;
    }

    public double Next(bool when, SqlValue value, bool? begin, bool? reset)
    {
        if (!when)
            return _sum;

        if (_span.StartsAnew)
            _sum = 0;
        return _span.Contains(begin, reset) ? Next(when: true, value) : _sum;
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
}
