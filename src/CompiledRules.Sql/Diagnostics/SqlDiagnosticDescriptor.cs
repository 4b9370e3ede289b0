using CompiledRules.Sql.Text;

namespace CompiledRules.Sql.Diagnostics;

/// <summary>One kind of diagnostic. Its id never changes meaning and is never used again.</summary>
/// <param name="MessageFormat">Composite format; says what was found and what would be right.</param>
/// <param name="Hint">What to write instead, where that is the same for every occurrence.</param>
public sealed record SqlDiagnosticDescriptor(string Id, SqlSeverity Severity, string MessageFormat, string? Hint = null)
{
    public SqlDiagnostic At(TextSpan span, params string[] arguments) => new(this, span, [.. arguments], Hint);
}
