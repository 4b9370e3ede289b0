using System.Reflection;
using CompiledRules.Functions.Aggregates;

namespace CompiledRules.Functions.Tests;

/// <summary>The built-in library has the functions of the dialect, and each under its name once.</summary>
public sealed class RegisteredNamesTests
{
    private static readonly Type[] s_ofTypes =
    [
        typeof(SqlAggregateAttribute),
        typeof(SqlAnalyticAttribute),
        typeof(SqlColumnsAttribute),
        typeof(SqlHitAttribute),
        typeof(SqlWindowFunctionAttribute),
        typeof(SqlTriggerAttribute),
    ];

    private static readonly string[] s_dialect =
    [
        "abs", "acc_avg", "acc_count", "acc_max", "acc_min", "acc_sum", "acos", "array_cardinality", "array_concat", "array_contains",
        "array_contains_any", "array_create", "array_distinct", "array_except", "array_flatten", "array_intersect", "array_join",
        "array_last_position", "array_map", "array_max", "array_min", "array_position", "array_remove", "array_shuffle", "array_sort", "array_union",
        "asin", "atan", "atan2", "avg", "bitand", "bitnot", "bitor", "bitxor", "cardinality", "cast", "ceil", "ceiling", "changed_col",
        "changed_cols", "chr", "coalesce", "collect", "compress", "concat", "conv", "convert_tz", "cos", "cosh", "cot", "count", "crc32", "cur_date",
        "cur_time", "current_date", "current_time", "current_timestamp", "date_calc", "date_diff", "day", "day_name", "day_of_month", "day_of_week",
        "day_of_year", "dec2hex", "decode", "decompress", "deduplicate", "degrees", "delay", "element_at", "encode", "endswith", "erase",
        "event_time", "exp", "extract", "floor", "format", "format_time", "from_days", "from_unix_time", "get_keyed_state", "had_changed", "hex2dec",
        "hour", "indexof", "isnull", "items", "json_path_exists", "json_path_query", "json_path_query_first", "keys", "kvpair_array_to_obj", "lag",
        "last_agg_hit_count", "last_agg_hit_time", "last_day", "last_hit_count", "last_hit_time", "last_value", "latest", "length", "ln",
        "local_time", "local_timestamp", "log", "lower", "lpad", "ltrim", "max", "md5", "median", "merge_agg", "meta", "microsecond", "min", "minute",
        "mod", "month", "month_name", "mqtt", "newuuid", "now", "numbytes", "obj_to_kvpair_array", "object", "object_concat", "object_construct",
        "object_pick", "object_size", "parse_json", "percentile_cont", "percentile_disc", "pi", "pow", "power", "props", "radians", "rand",
        "regexp_matches", "regexp_replace", "regexp_substr", "repeat", "reverse", "round", "row_number", "rpad", "rtrim", "rule_id", "rule_start",
        "second", "sequence", "sha1", "sha256", "sha384", "sha512", "sign", "sin", "sinh", "split_value", "sqrt", "startswith", "stddev", "stddevs",
        "substring", "sum", "tan", "tanh", "to_json", "to_seconds", "trim", "trunc", "tstamp", "unnest", "upper", "values", "var", "vars",
        "window_end", "window_start", "window_trigger", "zip",
        "dedup_trigger",
    ];

    [Test]
    public void Every_function_of_the_dialect_is_registered() =>
        Assert.That(s_dialect.Except(Registered().Select(static entry => entry.Name)), Is.Empty);

    [Test]
    public void Nothing_else_is_registered() =>
        Assert.That(Registered().Select(static entry => entry.Name).Distinct().Except(s_dialect), Is.Empty);

    [Test]
    public void A_name_is_of_one_kind() =>
        Assert.That(Registered().Distinct().GroupBy(static entry => entry.Name).Where(static same => same.Count() > 1).Select(static same => same.Key), Is.Empty);

    private static IEnumerable<(string Name, Type Kind)> Registered()
    {
        foreach (var type in typeof(Count).Assembly.GetExportedTypes())
        {
            foreach (var attribute in s_ofTypes.Select(kind => type.GetCustomAttribute(kind)).OfType<Attribute>())
                yield return ((string)attribute.GetType().GetProperty("Name")!.GetValue(attribute)!, attribute.GetType());

            foreach (var method in type.GetMethods(BindingFlags.Public | BindingFlags.Static))
            {
                if (method.GetCustomAttribute<SqlTableFunctionAttribute>() is { } table)
                    yield return (table.Name, typeof(SqlTableFunctionAttribute));
                foreach (var name in method.GetCustomAttribute<SqlFunctionAttribute>() is { } function ? function.Aliases.Prepend(function.Name) : [])
                    yield return (name, typeof(SqlFunctionAttribute));
            }
        }
    }
}
