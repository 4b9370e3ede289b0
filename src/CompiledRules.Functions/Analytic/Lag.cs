using CompiledRules.State;

namespace CompiledRules.Functions.Analytic;

/// <summary>The value <c>distance</c> rows ago, and <c>initial</c> until there have been so many. A null value and a row with <c>when</c> false are not counted, unless <c>ignoreNull</c> is false for the null.</summary>
/// <remarks>Every counted row returns the oldest value and appends its own; the others return the oldest value.</remarks>
[SqlAnalytic("lag")]
public struct LagOfIntegers : IAnalytic
{
    private LagQueue<long?> _queue;

    public long? Next(bool when, long? value, [SqlParameter(IsLiteral = true, Minimum = 0)] long distance = 1, long? initial = default, bool ignoreNull = true)
    {
        if (distance == 0)
            return value;

        var oldest = _queue.Oldest(distance, initial);
        if (when && !(ignoreNull && value is null))
            _queue.Append(value);
        return oldest;
    }

    public readonly void Save(IStateWriter writer) => _queue.Save(writer, static value => SqlValue.From(value));

    public void Load(IStateReader reader) => _queue.Load(reader, static value => value.IsNull ? null : value.AsInteger());
}

/// <inheritdoc cref="LagOfIntegers"/>
[SqlAnalytic("lag")]
public struct LagOfFloats : IAnalytic
{
    private LagQueue<double?> _queue;

    public double? Next(bool when, double? value, [SqlParameter(IsLiteral = true, Minimum = 0)] long distance = 1, double? initial = default, bool ignoreNull = true)
    {
        if (distance == 0)
            return value;

        var oldest = _queue.Oldest(distance, initial);
        if (when && !(ignoreNull && value is null))
            _queue.Append(value);
        return oldest;
    }

    public readonly void Save(IStateWriter writer) => _queue.Save(writer, static value => SqlValue.From(value));

    public void Load(IStateReader reader) => _queue.Load(reader, static value => value.IsNull ? null : value.AsFloat());
}

/// <inheritdoc cref="LagOfIntegers"/>
[SqlAnalytic("lag")]
public struct LagOfValues : IAnalytic
{
    private LagQueue<SqlValue> _queue;

    public SqlValue Next(bool when, SqlValue value, [SqlParameter(IsLiteral = true, Minimum = 0)] long distance = 1, SqlValue initial = default, bool ignoreNull = true)
    {
        if (distance == 0)
            return value;

        var oldest = _queue.Oldest(distance, initial.IsNull ? SqlValue.Null : initial);
        if (when && !(ignoreNull && value.IsNull))
            _queue.Append(value.IsNull ? SqlValue.Null : value);
        return oldest;
    }

    public readonly void Save(IStateWriter writer) => _queue.Save(writer, static value => value);

    public void Load(IStateReader reader) => _queue.Load(reader, static value => value);
}
