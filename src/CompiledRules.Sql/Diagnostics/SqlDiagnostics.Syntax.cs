using static CompiledRules.Sql.Diagnostics.SqlSeverity;

namespace CompiledRules.Sql.Diagnostics;

/// <summary>Every diagnostic there is: CR1xxx lexer and parser, CR2xxx names and types, CR3xxx planning, CR4xxx not supported.</summary>
public static partial class SqlDiagnostics
{
    // CR1xxx: lexer and parser
    public static readonly SqlDiagnosticDescriptor UnexpectedToken = new("CR1001", Error, "Found {0}, expected {1}");
}
