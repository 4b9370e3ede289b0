using CompiledRules.State;

namespace CompiledRules.Functions.Aggregates;

/// <summary>Sum and number of values whose kind is known only at run time. The first value decides between integers and floats.</summary>
internal struct NumberTotal
{
    private SqlKind _kind;
    private long _count;
    private long _integers;
    private double _floats;

    // The other sum, in case that a pane that comes before begins with the other kind.
    private bool _hasInteger;
    private SqlValue _misfit;

    public readonly SqlValue Sum => this switch
    {
        { _count: 0 } => SqlValue.Null,
        { _kind: SqlKind.Integer, _misfit.IsMissing: true } => _integers,
        { _kind: SqlKind.Float, _misfit.IsMissing: true, _hasInteger: false } => _floats,
        _ => throw Misfit(),
    };

    public readonly SqlValue Mean => Sum switch
    {
        { IsInteger: true } sum => sum.AsInteger() / _count,
        { IsFloat: true } sum => sum.AsFloat() / _count,
        var sum => sum,
    };

    public void Add(SqlValue value)
    {
        if (value.IsNull)
            return;

        if (_count++ == 0)
            _kind = value.Kind;
        if (value.IsInteger)
        {
            _hasInteger = true;
            _integers += value.AsInteger();
        }
        else if (value.IsFloat)
        {
            _integers += unchecked((long)value.AsFloat());
            _floats += value.AsFloat();
        }
        else if (_misfit.IsMissing)
        {
            _misfit = value;
        }
    }

    public void Merge(in NumberTotal later)
    {
        if (_count == 0)
            _kind = later._kind;
        _count += later._count;
        _integers += later._integers;
        _floats += later._floats;
        _hasInteger |= later._hasInteger;
        if (_misfit.IsMissing)
            _misfit = later._misfit;
    }

    public readonly void Save(IStateWriter writer)
    {
        writer.Write((long)_kind);
        writer.Write(_count);
        writer.Write(_integers);
        writer.Write(_floats);
        writer.Write(_hasInteger);
        writer.Write(!_misfit.IsMissing);
        if (!_misfit.IsMissing)
            writer.Write(_misfit);
    }

    public void Load(IStateReader reader)
    {
        _kind = (SqlKind)reader.ReadInteger();
        _count = reader.ReadInteger();
        _integers = reader.ReadInteger();
        _floats = reader.ReadFloat();
        _hasInteger = reader.ReadBoolean();
        _misfit = reader.ReadBoolean() ? reader.ReadValue() : SqlValue.Missing;
    }

    private readonly SqlException Misfit() => _misfit.IsMissing
        ? new SqlException("Numbers that begin with a float must all be floats, but an integer came")
        : new SqlException($"Numbers are needed, but {SqlText.Describe(_misfit)} came");
}
