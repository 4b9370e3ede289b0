using CompiledRules.State;

namespace CompiledRules.Functions.Aggregates;

/// <summary>The least or greatest of values whose kind is known only at run time. The first value decides the kind of the result.</summary>
internal struct Extreme
{
    private SqlKind _kind;

    // One of each kind, since a pane that comes before may begin with another kind.
    private SqlValue _integer;
    private SqlValue _float;
    private SqlValue _string;
    private SqlValue _misfit;

    public void Add(SqlValue value, bool isGreatest)
    {
        if (value.IsNull)
            return;

        if (_kind == SqlKind.Missing)
            _kind = value.Kind;
        switch (value.Kind)
        {
            case SqlKind.Integer:
                Take(ref _integer, value, isGreatest);
                break;
            case SqlKind.Float:
                Take(ref _float, value, isGreatest);
                break;
            case SqlKind.String:
                Take(ref _string, value, isGreatest);
                break;
            default:
                _misfit = _misfit.IsMissing ? value : _misfit;
                break;
        }
    }

    public void Merge(in Extreme later, bool isGreatest)
    {
        if (_kind == SqlKind.Missing)
            _kind = later._kind;
        Take(ref _integer, later._integer, isGreatest);
        Take(ref _float, later._float, isGreatest);
        Take(ref _string, later._string, isGreatest);
        _misfit = _misfit.IsMissing ? later._misfit : _misfit;
    }

    /// <summary>Null without values.</summary>
    /// <exception cref="SqlException">The values do not go together, or are neither numbers nor strings.</exception>
    public readonly SqlValue Result(bool isGreatest)
    {
        var stranger = (_kind, _misfit) switch
        {
            (_, { IsMissing: false }) => _misfit,
            (SqlKind.Integer, _) => _string,
            (SqlKind.Float, _) => _integer.IsMissing ? _string : _integer,
            (SqlKind.String, _) => _integer.IsMissing ? _float : _integer,
            _ => SqlValue.Missing,
        };
        if (!stranger.IsMissing)
            throw new SqlException($"Values that begin with {SqlText.NameOf(_kind)} do not go together with {SqlText.Describe(stranger)}; expected only numbers or only strings");

        return _kind switch
        {
            SqlKind.Integer => Integers(isGreatest),
            SqlKind.Float => _float,
            SqlKind.String => _string,
            _ => SqlValue.Null,
        };
    }

    public readonly void Save(IStateWriter writer)
    {
        writer.Write((long)_kind);
        foreach (var value in (ReadOnlySpan<SqlValue>)[_integer, _float, _string, _misfit])
        {
            writer.Write(!value.IsMissing);
            if (!value.IsMissing)
                writer.Write(value);
        }
    }

    public void Load(IStateReader reader)
    {
        _kind = (SqlKind)reader.ReadInteger();
        _integer = Read(reader);
        _float = Read(reader);
        _string = Read(reader);
        _misfit = Read(reader);
    }

    private static SqlValue Read(IStateReader reader) => reader.ReadBoolean() ? reader.ReadValue() : SqlValue.Missing;

    private static void Take(ref SqlValue extreme, SqlValue value, bool isGreatest)
    {
        if (value.IsMissing)
            return;

        var isBetter = extreme.IsMissing || (isGreatest ? Compare(value, extreme) > 0 : Compare(value, extreme) < 0);
        if (isBetter)
            extreme = value;
    }

    private static int Compare(SqlValue left, SqlValue right) => left.Kind switch
    {
        SqlKind.Integer => left.AsInteger().CompareTo(right.AsInteger()),
        SqlKind.Float => left.AsFloat().CompareTo(right.AsFloat()),
        _ => Utf8Order.Comparer.Compare(left.AsString(), right.AsString()),
    };

    // Floats among integers lose their fraction, which keeps their order.
    private readonly SqlValue Integers(bool isGreatest)
    {
        var extreme = _integer;
        if (_float.IsFloat)
            Take(ref extreme, unchecked((long)_float.AsFloat()), isGreatest);
        return extreme;
    }
}
