namespace CompiledRules.Conformance.Tests.Parsing;

/// <summary>The kinds of functions that the data names beside a call; scalar and analytic functions have none.</summary>
internal static class FunctionKinds
{
    private static readonly HashSet<string> s_aggregates =
    [
        "avg", "count", "max", "min", "sum", "collect", "merge_agg", "deduplicate", "stddev", "stddevs", "var", "vars", "median",
        "percentile_cont", "percentile_disc", "last_value", "last_agg_hit_count", "last_agg_hit_time",
    ];

    public static string? Of(string function) => function switch
    {
        "changed_cols" => "cols",
        "unnest" or "extract" => "srf",
        "row_number" => "window",
        _ when s_aggregates.Contains(function) => "agg",
        _ => null,
    };
}
