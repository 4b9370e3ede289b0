using CompiledRules.Sql.Diagnostics;
using static CompiledRules.Sql.Diagnostics.SqlSeverity;

namespace CompiledRules.Generators.Stubs;

/// <summary>What can be wrong with the files that stubs are made of: CR01xx.</summary>
internal static class StubProblems
{
    public static readonly SqlDiagnosticDescriptor NoJson = new("CR0101", Error, "The file is not valid JSON: {0}", "correct the line");
    public static readonly SqlDiagnosticDescriptor NoInterfaces = new(
        "CR0102", Error, "The service has no interfaces", "add \"interfaces\": { \"name\": { \"address\": …, \"protocol\": … } }");
    public static readonly SqlDiagnosticDescriptor NoSchema = new(
        "CR0103", Error, "Interface '{0}' names the schema '{1}', which is not among the additional files", "add it: <ExternalSchema Include=\"schemas/{1}\" />");
    public static readonly SqlDiagnosticDescriptor WrongSchema = new("CR0104", Error, "{0}");
    public static readonly SqlDiagnosticDescriptor NoMethod = new("CR0105", Error, "'{0}' has no rpc '{1}'", "name one that it declares");
    public static readonly SqlDiagnosticDescriptor NoFunctions = new("CR0106", Error, "The plugin '{0}' declares no functions, so there is nothing to make a stub of", "add \"functions\": [ … ], or remove it from the stubs");
}
