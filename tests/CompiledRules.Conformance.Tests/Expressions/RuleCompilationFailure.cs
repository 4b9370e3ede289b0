using CompiledRules.Sql;
using CompiledRules.Sql.Diagnostics;

namespace CompiledRules.Conformance.Tests.Expressions;

/// <summary>The statement of a case is refused, which is what some cases expect.</summary>
internal sealed class RuleCompilationFailure(EquatableArray<SqlDiagnostic> diagnostics) : Exception(string.Join("; ", diagnostics));
