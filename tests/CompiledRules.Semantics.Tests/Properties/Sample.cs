namespace CompiledRules.Semantics.Tests.Properties;

/// <summary>A row of the random streams.</summary>
/// <param name="Arrival">When it comes, in milliseconds.</param>
/// <param name="Time">Its own time; equal to the arrival in processing time.</param>
internal sealed record Sample(long Arrival, long Time, string? Key, long? Value)
{
    public SqlObject ToObject() => SqlObject.FromArrays(["k", "v", "ts"], [Key is null ? SqlValue.Null : (SqlValue)Key, Value is { } value ? value : SqlValue.Null, Time]);

    /// <summary>Rows in the order of arrival, some at one time, some without key or value.</summary>
    /// <param name="disorder">How far a row's time may lie before its arrival, in milliseconds; 0 for processing time. With disorder no two rows have one time.</param>
    public static IReadOnlyList<Sample> Make(Random random, int count, int disorder)
    {
        var samples = new List<Sample>();
        var times = new HashSet<long>();
        var arrival = 0L;
        while (samples.Count < count)
        {
            arrival += random.Next(4) == 0 ? 0 : random.Next(1, 900);
            var time = Math.Max(0, arrival - random.Next(disorder + 1));
            if (disorder > 0 && !times.Add(time))
                continue;

            samples.Add(new Sample(arrival, time, random.Next(8) == 0 ? null : "abc"[random.Next(3)].ToString(), random.Next(6) == 0 ? null : random.Next(-5, 20)));
        }

        return samples;
    }
}
