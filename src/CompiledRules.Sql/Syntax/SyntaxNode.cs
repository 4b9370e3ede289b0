using CompiledRules.Sql.Text;

namespace CompiledRules.Sql.Syntax;

/// <summary>A piece of a statement as written.</summary>
public abstract record SyntaxNode(TextSpan Span);

/// <summary>A name where it is written, without the backquotes.</summary>
/// <param name="Text">Empty where a name was required and none was found; that has a diagnostic.</param>
public sealed record IdentifierSyntax(TextSpan Span, string Text) : SyntaxNode(Span);
