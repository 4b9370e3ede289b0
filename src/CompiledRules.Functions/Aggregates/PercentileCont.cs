using CompiledRules.State;

namespace CompiledRules.Functions.Aggregates;

/// <summary>The value at a fraction of the values in order of size; between two values, their mean. Null without values.</summary>
/// <remarks>The fraction is above 0 and at most 1; one so small that it falls before the first of several values is an error.</remarks>
[SqlAggregate("percentile_cont")]
public struct PercentileCont : IAggregate<SqlValue, double, double?>, IMergeable<PercentileCont>
{
    private Samples _samples;
    private double _fraction;

    public readonly double? Result
    {
        get
        {
            var sorted = _samples.Sorted();
            if (sorted.Length == 0)
                return null;

            return _fraction is > 0 and <= 1 ? At(sorted, _fraction) : throw new SqlException($"The fraction of percentile_cont is above 0 and at most 1, not {_fraction}");
        }
    }

    public void Add(SqlValue value, double fraction)
    {
        _samples.Add(value);
        _fraction = fraction;
    }

    public void Merge(in PercentileCont later)
    {
        _samples.Merge(later._samples);
        _fraction = later._fraction;
    }

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("percentile_cont", 1);
        writer.Write(_fraction);
        _samples.Save(writer);
    }

    public void Load(IStateReader reader)
    {
        reader.Section("percentile_cont");
        _fraction = reader.ReadFloat();
        _samples.Load(reader);
    }

    private static double At(double[] sorted, double fraction)
    {
        if (sorted.Length == 1)
            return sorted[0];

        var position = fraction * sorted.Length;
        var index = (int)position;
        return position == index ? sorted[index - 1]
            : position > 1 ? (sorted[index - 1] + sorted[index]) / 2
            : throw new SqlException($"The fraction {fraction} of percentile_cont falls before the first of {sorted.Length} values");
    }
}
