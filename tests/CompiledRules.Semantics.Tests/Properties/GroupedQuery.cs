namespace CompiledRules.Semantics.Tests.Properties;

/// <summary>A statement that groups the rows of a window, in the few dimensions that the tests vary.</summary>
/// <param name="Least">Rows of a smaller value, or of none, are dropped by WHERE; null for no WHERE.</param>
/// <param name="Most">Rows of a greater value, or of none, are kept out by FILTER; null for no FILTER.</param>
/// <param name="Trigger">The least value that triggers a sliding window; null for every row.</param>
internal sealed record GroupedQuery(WindowForm Window, bool IsGrouped, long? Least, long? Most, long? Trigger)
{
    public string Sql =>
        $"SELECT {(IsGrouped ? "k, " : "")}count(*) AS c, count(v) AS n, sum(v) AS s, min(v) AS lo, max(v) AS hi, avg(v) AS m, collect(v) AS l, last_value(v, true) AS z, window_end() AS e"
        + $" FROM demo{(Least is null ? "" : $" WHERE v >= {Least}")} GROUP BY {(IsGrouped ? "k, " : "")}{Window.Sql}"
        + (Most is null ? "" : $" FILTER(WHERE v <= {Most})")
        + (Trigger is null ? "" : $" OVER(WHEN v >= {Trigger})");

    public static GroupedQuery Make(Random random, string kind) => new(
        WindowForm.Make(random, kind),
        random.Next(3) > 0,
        random.Next(3) == 0 ? random.Next(0, 15) : null,
        random.Next(3) == 0 ? random.Next(5, 20) : null,
        kind == "sliding" && random.Next(3) == 0 ? random.Next(0, 10) : null);
}
