using static CompiledRules.Sql.Diagnostics.SqlSeverity;

namespace CompiledRules.Sql.Diagnostics;

public static partial class SqlDiagnostics
{
    // CR26xx: scripts
    public static readonly SqlDiagnosticDescriptor UnknownSink = new("CR2601", Error, "Sink '{0}' is not defined", "define it before the rule: CREATE SINK … () WITH (TYPE=\"…\")");
    public static readonly SqlDiagnosticDescriptor UnknownRuleOption = new("CR2602", Error, "A rule has no option '{0}'");
    public static readonly SqlDiagnosticDescriptor RuleOptionValue = new("CR2603", Error, "Option '{0}' takes {1}");
    public static readonly SqlDiagnosticDescriptor NotInScript = new("CR2604", Error, "A script defines streams, tables, sinks and rules; this statement asks a server", "leave it out");
    public static readonly SqlDiagnosticDescriptor InvalidName = new("CR2605", Error, "Name '{0}' has characters other than letters, digits, '_' and '-'");
}
