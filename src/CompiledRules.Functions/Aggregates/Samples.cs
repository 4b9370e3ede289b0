using CompiledRules.State;

namespace CompiledRules.Functions.Aggregates;

/// <summary>Values kept for functions that need all of them in order of size.</summary>
internal struct Samples
{
    private List<double>? _numbers;
    private SqlValue _misfit;

    public void Add(SqlValue value)
    {
        if (value.IsNumber)
            (_numbers ??= []).Add(value.AsNumber());
        else if (!value.IsNull && _misfit.IsMissing)
            _misfit = value;
    }

    public void Merge(in Samples later)
    {
        if (later._numbers is { } numbers)
            (_numbers ??= []).AddRange(numbers);
        if (_misfit.IsMissing)
            _misfit = later._misfit;
    }

    /// <exception cref="SqlException">One of the values was no number.</exception>
    public readonly double[] Sorted()
    {
        if (!_misfit.IsMissing)
            throw new SqlException($"Numbers are needed, but {SqlText.Describe(_misfit)} came");

        double[] sorted = [.. _numbers ?? []];
        Array.Sort(sorted);
        return sorted;
    }

    public readonly void Save(IStateWriter writer)
    {
        writer.Write((long)(_numbers?.Count ?? 0));
        foreach (var number in _numbers ?? [])
            writer.Write(number);
        writer.Write(!_misfit.IsMissing);
        if (!_misfit.IsMissing)
            writer.Write(_misfit);
    }

    public void Load(IStateReader reader)
    {
        _numbers = [];
        for (var count = reader.ReadInteger(); count > 0; count--)
            _numbers.Add(reader.ReadFloat());
        _misfit = reader.ReadBoolean() ? reader.ReadValue() : SqlValue.Missing;
    }
}
