using CompiledRules.State;

namespace CompiledRules.Functions.Aggregates;

/// <summary>The middle value in order of size; of an even number of values, the mean of the two in the middle, a float. Null without values.</summary>
/// <remarks>The first value decides the kind. Among floats, nulls are skipped; among integers, a null is an error, as it is in the first place.</remarks>
[SqlAggregate("median", TakesNull = true)]
public struct Median : IAggregate<SqlValue, SqlValue>
{
    private List<double>? _floats;
    private List<long>? _integers;
    private bool _hasMisfit;
    private SqlValue _misfit;

    public readonly SqlValue Result
    {
        get
        {
            if (_hasMisfit)
                throw new SqlException($"median needs numbers, not {SqlText.Describe(_misfit)}");

            return _integers is { } integers ? OfIntegers([.. integers]) : _floats is { } floats ? OfFloats([.. floats]) : SqlValue.Null;
        }
    }

    public void Add(SqlValue value)
    {
        var isFirst = _floats is null && _integers is null;
        if (_hasMisfit || (value.IsNull && _floats is not null))
            return;

        if (!value.IsNumber)
            (_hasMisfit, _misfit) = (true, value.IsNull ? SqlValue.Null : value);
        else if (isFirst ? value.IsInteger : _integers is not null)
            (_integers ??= []).Add(value.IsInteger ? value.AsInteger() : unchecked((long)value.AsFloat()));
        else
            (_floats ??= []).Add(value.AsNumber());
    }

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("median", 1);
        writer.Write(_hasMisfit);
        writer.Write(_hasMisfit ? _misfit : SqlValue.Null);
        SqlValue[] values = _integers is { } integers ? [.. integers.Select(SqlValue.From)] : [.. (_floats ?? []).Select(SqlValue.From)];
        writer.Write(new SqlArray(values));
    }

    public void Load(IStateReader reader)
    {
        reader.Section("median");
        this = default;
        var hasMisfit = reader.ReadBoolean();
        var misfit = reader.ReadValue();
        foreach (var value in reader.ReadValue().AsArray())
            Add(value);
        (_hasMisfit, _misfit) = (hasMisfit, misfit);
    }

    private static SqlValue OfIntegers(long[] values)
    {
        Array.Sort(values);
        var middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : ((double)values[middle - 1] + values[middle]) / 2;
    }

    private static SqlValue OfFloats(double[] values)
    {
        Array.Sort(values);
        var middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
