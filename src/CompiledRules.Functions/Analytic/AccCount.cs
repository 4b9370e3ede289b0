using CompiledRules.State;

namespace CompiledRules.Functions.Analytic;

/// <summary>The running number of values that are not null.</summary>
/// <remarks><inheritdoc cref="AccumulatingSpan"/></remarks>
[SqlAnalytic("acc_count")]
public struct AccCount : IAnalytic
{
    private AccumulatingSpan _span;
    private long _count;

    public long Next(bool when, SqlValue value)
    {
        if (when && !value.IsNull)
            _count++;
        return _count;
    }

    public long Next(bool when, SqlValue value, bool? begin, bool? reset)
    {
        if (!when)
            return _count;

        if (_span.StartsAnew)
            _count = 0;
        return _span.Contains(begin, reset) ? Next(when: true, value) : _count;
    }

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("acc_count", 1);
        _span.Save(writer);
        writer.Write(_count);
    }

    public void Load(IStateReader reader)
    {
        reader.Section("acc_count");
        _span.Load(reader);
        _count = reader.ReadInteger();
    }
}
