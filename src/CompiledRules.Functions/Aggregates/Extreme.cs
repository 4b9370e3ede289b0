using CompiledRules.State;

namespace CompiledRules.Functions.Aggregates;

/// <summary>The least or greatest of values whose kind is known only at run time. The first value decides the kind.</summary>
internal struct Extreme
{
    private SqlValue _extreme;
    private SqlValue _misfit;

    public readonly SqlValue Result => _misfit.IsMissing
        ? _extreme.IsMissing ? SqlValue.Null : _extreme
        : throw new SqlException(Accepts(_extreme)
            ? $"Values that begin with {SqlText.NameOf(_extreme.Kind)} must all be so, but {SqlText.Describe(_misfit)} came"
            : $"Numbers or strings are needed, but {SqlText.Describe(_misfit)} came");

    public void Add(SqlValue value, bool isGreatest)
    {
        if (value.IsNull || !_misfit.IsMissing)
            return;

        if (_extreme.IsInteger && value.IsFloat)
            value = unchecked((long)value.AsFloat());
        if (!Accepts(value) || (!_extreme.IsMissing && value.Kind != _extreme.Kind))
            _misfit = value;
        else if (_extreme.IsMissing || (isGreatest ? Compare(value, _extreme) > 0 : Compare(value, _extreme) < 0))
            _extreme = value;
    }

    public readonly void Save(IStateWriter writer)
    {
        Write(writer, _extreme);
        Write(writer, _misfit);
    }

    public void Load(IStateReader reader)
    {
        _extreme = reader.ReadBoolean() ? reader.ReadValue() : SqlValue.Missing;
        _misfit = reader.ReadBoolean() ? reader.ReadValue() : SqlValue.Missing;
    }

    private static void Write(IStateWriter writer, SqlValue value)
    {
        writer.Write(!value.IsMissing);
        if (!value.IsMissing)
            writer.Write(value);
    }

    private static bool Accepts(SqlValue value) => value.IsNumber || value.IsString;

    private static int Compare(SqlValue left, SqlValue right) => left.Kind switch
    {
        SqlKind.Integer => left.AsInteger().CompareTo(right.AsInteger()),
        SqlKind.Float => left.AsFloat().CompareTo(right.AsFloat()),
        _ => Utf8Order.Comparer.Compare(left.AsString(), right.AsString()),
    };
}
