using static CompiledRules.Sql.Diagnostics.SqlSeverity;

namespace CompiledRules.Sql.Diagnostics;

public static partial class SqlDiagnostics
{
    // CR3xxx: windows, groups, joins and time
    public static readonly SqlDiagnosticDescriptor AggregateInGroupBy = new("CR3001", Error, "Not allowed to call aggregate functions in GROUP BY clause");
    public static readonly SqlDiagnosticDescriptor NonAggregateInHaving = new("CR3002", Error, "Not allowed to call non-aggregate functions in HAVING clause: {0} is neither an aggregate nor a GROUP BY key");
    public static readonly SqlDiagnosticDescriptor NestedAggregate = new("CR3003", Error, "Invalid argument for func {0}: aggregate argument is not allowed");
    public static readonly SqlDiagnosticDescriptor HitStateInAggregate = new("CR3004", Error, "Function {0} is not allowed in an aggregate query", "use last_agg_hit_count() or last_agg_hit_time()");
    public static readonly SqlDiagnosticDescriptor GroupByWithoutWindow = new("CR3005", Error, "GROUP BY should be used with a window", "add a window such as TUMBLINGWINDOW(ss, 10)");
    public static readonly SqlDiagnosticDescriptor JoinWithoutWindow = new("CR3006", Error, "A time window or count window is required to join multiple streams", "add GROUP BY TUMBLINGWINDOW(ss, 10)");
    public static readonly SqlDiagnosticDescriptor WindowOverTables = new("CR3007", Error, "Cannot run a window for TABLE sources only: tables bring no events");
    public static readonly SqlDiagnosticDescriptor LookupWithoutKey = new("CR3008", Error, "The join condition of lookup table '{0}' needs at least one equi-join predicate", "write {0}.column = expression");
    public static readonly SqlDiagnosticDescriptor EventTimeWithoutTimestamp = new("CR3009", Error, "The rule runs in event time, but stream '{0}' has no option TIMESTAMP");
    public static readonly SqlDiagnosticDescriptor UnknownTimestamp = new("CR3010", Error, "Timestamp field '{0}' not found in stream '{1}'");
    public static readonly SqlDiagnosticDescriptor MetaToSinkNotAllowed = new("CR3011", Error, "Invalid option sendMetaToSink: it can not be applied to a window, a GROUP BY or several sources");
    public static readonly SqlDiagnosticDescriptor TableFunctionPlace = new("CR3012", Error, "Set-returning function '{0}' can only be a field of SELECT");
    public static readonly SqlDiagnosticDescriptor NestedTableFunction = new("CR3013", Error, "Set-returning function '{0}' cannot be nested in another expression");
    public static readonly SqlDiagnosticDescriptor SeveralTableFunctions = new("CR3014", Error, "SELECT has a set-returning function already; '{0}' is one too many");
    public static readonly SqlDiagnosticDescriptor WindowFunctionPlace = new("CR3015", Error, "Window function '{0}' can only be in fields of SELECT");
    public static readonly SqlDiagnosticDescriptor MultiColumnPlace = new("CR3016", Error, "Function {0} can only be used inside the select clause, and not in another expression");
    public static readonly SqlDiagnosticDescriptor AggregateInAnalytic = new("CR3017", Error, "Analytic function '{0}' runs before the window, so its argument cannot be an aggregate");
    public static readonly SqlDiagnosticDescriptor DuplicateLookupKey = new("CR3018", Error, "The join condition compares {0} twice");
    public static readonly SqlDiagnosticDescriptor LookupCross = new("CR3019", Error, "Lookup table '{0}' cannot be joined with CROSS JOIN: it is asked by key");
    public static readonly SqlDiagnosticDescriptor LookupInFrom = new("CR3020", Error, "Lookup table '{0}' cannot stand in FROM: it brings no events", "join it to a stream");
    public static readonly SqlDiagnosticDescriptor SecondWindow = new("CR3021", Warning, "The statement has a window already; this one is ignored");
    public static readonly SqlDiagnosticDescriptor JoinSides = new("CR3022", Warning, "'{0}' is the left side of this join, although ON names '{1}' first");
    public static readonly SqlDiagnosticDescriptor LaterSource = new("CR3023", Error, "ON uses '{0}', which is joined only later");
    public static readonly SqlDiagnosticDescriptor WhenIgnored = new("CR3024", Warning, "OVER(WHEN …) has an effect on sliding windows only");
    public static readonly SqlDiagnosticDescriptor PartitionIgnored = new("CR3025", Warning, "OVER(PARTITION BY …) has an effect on state windows only", "add the key to GROUP BY");
    public static readonly SqlDiagnosticDescriptor OnlyTables = new("CR3026", Warning, "The statement has no stream, so no event ever triggers it");
    public static readonly SqlDiagnosticDescriptor LookupOuter = new("CR3027", Warning, "A lookup join is INNER or LEFT; this one behaves as INNER");
    public static readonly SqlDiagnosticDescriptor AggregatePlace = new("CR3028", Error, "Aggregates are not allowed in {0}: there is no group yet");
    public static readonly SqlDiagnosticDescriptor DerivedWithoutAlias = new("CR3029", Error, "A query in FROM needs a name", "write (SELECT …) AS name");
    public static readonly SqlDiagnosticDescriptor TempStream = new("CR3030", Error, "Temp stream '{0}' can only be used by temp rules");
    public static readonly SqlDiagnosticDescriptor SharedWithoutDiscard = new("CR3031", Error, "disableBufferFullDiscard can't be enabled with shared stream '{0}'");
    public static readonly SqlDiagnosticDescriptor TimestampUnused = new("CR3032", Warning, "Stream '{0}' declares TIMESTAMP, but the rule runs in processing time", "set the option isEventTime");
}
