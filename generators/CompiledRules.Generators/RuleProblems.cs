using CompiledRules.Sql.Diagnostics;
using static CompiledRules.Sql.Diagnostics.SqlSeverity;

namespace CompiledRules.Generators;

/// <summary>What can be wrong with a rule besides its SQL: CR0xxx use of attributes, CR41xx not supported when a project is built.</summary>
internal static class RuleProblems
{
    public static readonly SqlDiagnosticDescriptor NotAPartialMethod = new(
        "CR0001", Error, "Method '{0}' is marked [CompiledRule], but is not static and partial without a body", "declare it: public static partial IObservable<TOut> {0}(IObservable<TIn> rows);");
    public static readonly SqlDiagnosticDescriptor ResultIsNoObservable = new("CR0002", Error, "Rule '{0}' gives {1}, expected IObservable<T>, IAsyncEnumerable<T> or IReadOnlyList<T>");
    public static readonly SqlDiagnosticDescriptor UnknownParameter = new(
        "CR0003", Error, "Rule '{0}' has a parameter of type {1}, expected {2}, IEnumerable<T>, TimeProvider, IScheduler or Action<RowError>");
    public static readonly SqlDiagnosticDescriptor NoStream = new("CR0004", Error, "Rule '{0}' has no parameter of type {1}, so it has no rows to read");
    public static readonly SqlDiagnosticDescriptor GenericRule = new("CR0005", Error, "Rule '{0}' is generic or stands in a generic type, which a rule cannot");
    public static readonly SqlDiagnosticDescriptor QueryWithoutRule = new("CR0006", Error, "A SELECT of a script belongs to no rule", "write CREATE RULE name INTO sink AS SELECT …");
    public static readonly SqlDiagnosticDescriptor CompilerFailed = new("CR9001", Error, "The rule could not be compiled, which is our bug: {0}");
}
