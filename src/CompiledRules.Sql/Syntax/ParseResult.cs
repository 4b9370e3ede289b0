using CompiledRules.Sql.Diagnostics;

namespace CompiledRules.Sql.Syntax;

/// <summary>The tree that parsing always gives, and what was wrong with the text, in text order.</summary>
public sealed record ParseResult<T>(T Root, EquatableArray<SqlDiagnostic> Diagnostics)
    where T : SyntaxNode
{
    public bool HasErrors => Diagnostics.Items.Any(static diagnostic => diagnostic.IsError);
}
