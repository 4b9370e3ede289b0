namespace AdHocSql;

/// <summary>The stream: eight seconds of two rooms.</summary>
internal static class Readings
{
    /// <summary>When it begins, in milliseconds since the Unix epoch.</summary>
    public const long Start = 1_700_000_000_000;

    private static readonly double[] s_lab = [28.5, 29, 31.5, 36, 35, 30.5, 29, 28];

    /// <summary>Each reading as JSON, with its time.</summary>
    public static IEnumerable<(long Time, string Json)> All()
    {
        for (var second = 0; second < s_lab.Length; second++)
        {
            yield return (Start + second * 1000, FormattableString.Invariant($$"""{"room": "lab", "temperature": {{s_lab[second]}}}"""));
            yield return (Start + second * 1000 + 500, FormattableString.Invariant($$"""{"room": "hall", "temperature": {{20 + second / 4.0}}}"""));
        }
    }
}
