namespace CompiledRules.Semantics.Tests.Properties;

/// <summary>A window with its numbers in seconds, or rows for a count window.</summary>
internal sealed record WindowForm(string Kind, int Length, int Second)
{
    public bool IsFilteredBefore => Kind is "tumbling" or "hopping" or "session";

    public string Sql => Kind switch
    {
        "tumbling" => $"TUMBLINGWINDOW(ss, {Length})",
        "hopping" => $"HOPPINGWINDOW(ss, {Length}, {Second})",
        "sliding" when Second == 0 => $"SLIDINGWINDOW(ss, {Length})",
        "sliding" => $"SLIDINGWINDOW(ss, {Length}, {Second})",
        "count" => $"COUNTWINDOW({Length}, {Second})",
        "session" => $"SESSIONWINDOW(ss, {Length}, {Second})",
        _ => throw new InvalidOperationException($"No window {Kind}"),
    };

    public static WindowForm Make(Random random, string kind) => kind switch
    {
        "tumbling" => new(kind, Pick(random, 1, 2, 5), 0),
        "hopping" => new(kind, Pick(random, 1, 2, 3, 7), Pick(random, 1, 2, 5)),
        "sliding" => new(kind, Pick(random, 1, 2, 3), Pick(random, 0, 0, 1, 2)),
        "count" when Pick(random, 2, 3, 5) is var length => new(kind, length, random.Next(1, length + 1)),
        // A maximum so long that only the timeout ends sessions.
        _ => new(kind, 3600, 1),
    };

    private static int Pick(Random random, params int[] choices) => choices[random.Next(choices.Length)];
}
