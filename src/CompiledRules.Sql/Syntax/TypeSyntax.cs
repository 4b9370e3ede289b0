using CompiledRules.Sql.Text;

namespace CompiledRules.Sql.Syntax;

/// <summary>The type of a column, or the target of a <c>CAST</c>.</summary>
public abstract record TypeSyntax(TextSpan Span) : SyntaxNode(Span);

public enum SimpleType
{
    Bigint,
    Float,
    String,
    Datetime,
    Boolean,
    Bytea,
}

/// <summary><c>BIGINT</c>, <c>FLOAT</c>, <c>STRING</c>, <c>DATETIME</c>, <c>BOOLEAN</c> or <c>BYTEA</c>.</summary>
public sealed record SimpleTypeSyntax(TextSpan Span, SimpleType Type) : TypeSyntax(Span);

/// <summary><c>ARRAY(element)</c>.</summary>
public sealed record ArrayTypeSyntax(TextSpan Span, TypeSyntax Element) : TypeSyntax(Span);

/// <summary><c>STRUCT(name type, …)</c>.</summary>
public sealed record StructTypeSyntax(TextSpan Span, EquatableArray<FieldSyntax> Fields) : TypeSyntax(Span);

/// <summary>Stands where a type was required and none was found; always has a diagnostic.</summary>
public sealed record MissingTypeSyntax(TextSpan Span) : TypeSyntax(Span);

/// <summary><c>name type [DEFAULT literal]</c>.</summary>
/// <param name="Default">Of the column's type: a whole number given for a FLOAT is a double here.</param>
public sealed record FieldSyntax(TextSpan Span, IdentifierSyntax Name, TypeSyntax Type, LiteralExpressionSyntax? Default)
    : SyntaxNode(Span);
