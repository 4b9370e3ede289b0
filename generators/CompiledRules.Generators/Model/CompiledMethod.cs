using CompiledRules.Sql;
using CompiledRules.Sql.Diagnostics;

namespace CompiledRules.Generators.Model;

/// <param name="Source">The generated file; null where the rule has errors.</param>
internal sealed record CompiledMethod(string HintName, string? Source, EquatableArray<SqlDiagnostic> Problems);
