using CompiledRules.Sql;
using CompiledRules.Sql.Diagnostics;

namespace CompiledRules.Compiler;

/// <summary>A statement that cannot be compiled, with all that is wrong with it.</summary>
public sealed class RuleCompilationException(EquatableArray<SqlDiagnostic> diagnostics)
    : Exception(string.Join(Environment.NewLine, diagnostics.Where(static diagnostic => diagnostic.IsError)))
{
    /// <summary>Warnings included, in text order.</summary>
    public EquatableArray<SqlDiagnostic> Diagnostics { get; } = diagnostics;
}
