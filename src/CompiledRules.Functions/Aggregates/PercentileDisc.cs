using CompiledRules.State;

namespace CompiledRules.Functions.Aggregates;

/// <summary>The first value, in order of size, that at least a fraction of the values does not exceed (nearest rank). Null without values.</summary>
/// <remarks>The fraction is between 0 and 1.</remarks>
[SqlAggregate("percentile_disc")]
public struct PercentileDisc : IAggregate<SqlValue, double, double?>, IMergeable<PercentileDisc>
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

            return _fraction is >= 0 and <= 1 ? At(sorted, _fraction) : throw new SqlException($"The fraction of percentile_disc is between 0 and 1, not {_fraction}");
        }
    }

    public void Add(SqlValue value, double fraction)
    {
        _samples.Add(value);
        _fraction = fraction;
    }

    public void Merge(in PercentileDisc later)
    {
        _samples.Merge(later._samples);
        _fraction = later._fraction;
    }

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("percentile_disc", 1);
        writer.Write(_fraction);
        _samples.Save(writer);
    }

    public void Load(IStateReader reader)
    {
        reader.Section("percentile_disc");
        _fraction = reader.ReadFloat();
        _samples.Load(reader);
    }

    private static double At(double[] sorted, double fraction) =>
        fraction == 1 ? sorted[^1] : sorted[Math.Max((int)Math.Ceiling(fraction * sorted.Length) - 1, 0)];
}
