using static CompiledRules.Sql.Diagnostics.SqlSeverity;

namespace CompiledRules.Sql.Diagnostics;

public static partial class SqlDiagnostics
{
    // CR4xxx: understood, but not supported
    public static readonly SqlDiagnosticDescriptor FunctionNotSupported = new("CR4001", Error, "Function '{0}' is not supported");
    public static readonly SqlDiagnosticDescriptor CastNotSupported = new("CR4002", Error, "CAST to {0} is not supported", "cast to bigint, float, string, boolean, datetime or bytea");
    public static readonly SqlDiagnosticDescriptor UnionOrderNotSupported = new("CR4003", Error, "ORDER BY over a UNION ALL is not supported: its rows leave as they come");
    public static readonly SqlDiagnosticDescriptor TypeNotVisible = new(
        "CR4004", Error, "Type '{0}' is not public, so that C# compiled at run time cannot use it", "make it public, or compile the rule by the instant back end");
    public static readonly SqlDiagnosticDescriptor RemoteInJoin = new(
        "CR4005", Error, "A call of '{0}' in ON has to read one stream only: it is made before rows are joined", "compare its result in WHERE");
    public static readonly SqlDiagnosticDescriptor RemoteInSet = new(
        "CR4006", Error, "A rule of a set cannot call functions of other processes: '{0}' calls them", "run it as a rule of its own");
}
