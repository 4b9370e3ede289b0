using CompiledRules.State;

namespace CompiledRules.Functions.Aggregates;

/// <summary>Mean and squared distances from it, in one pass and without cancellation (Welford; panes combine as Chan, Golub and LeVeque give it).</summary>
internal struct Spread
{
    private long _count;
    private double _mean;
    private double _squares;
    private SqlValue _misfit;

    public readonly double? Population
    {
        get
        {
            ThrowIfMisfit();
            return _count == 0 ? null : _squares / _count;
        }
    }

    /// <summary>Null for fewer than two values.</summary>
    public readonly double? Sample
    {
        get
        {
            ThrowIfMisfit();
            return _count < 2 ? null : _squares / (_count - 1);
        }
    }

    public void Add(double value)
    {
        _count++;
        var distance = value - _mean;
        _mean += distance / _count;
        _squares += distance * (value - _mean);
    }

    public void Add(SqlValue value)
    {
        if (value.IsNumber)
            Add(value.AsNumber());
        else if (!value.IsNull && _misfit.IsMissing)
            _misfit = value;
    }

    public void Merge(in Spread later)
    {
        var count = _count + later._count;
        if (later._count > 0)
        {
            var distance = later._mean - _mean;
            _squares += later._squares + (distance * distance * _count / count * later._count);
            _mean += distance * later._count / count;
        }

        _count = count;
        if (_misfit.IsMissing)
            _misfit = later._misfit;
    }

    public readonly void Save(IStateWriter writer)
    {
        writer.Write(_count);
        writer.Write(_mean);
        writer.Write(_squares);
        writer.Write(!_misfit.IsMissing);
        if (!_misfit.IsMissing)
            writer.Write(_misfit);
    }

    public void Load(IStateReader reader)
    {
        _count = reader.ReadInteger();
        _mean = reader.ReadFloat();
        _squares = reader.ReadFloat();
        _misfit = reader.ReadBoolean() ? reader.ReadValue() : SqlValue.Missing;
    }

    private readonly void ThrowIfMisfit()
    {
        if (!_misfit.IsMissing)
            throw new SqlException($"Numbers are needed, but {SqlText.Describe(_misfit)} came");
    }
}
