namespace CompiledRules.Sql.Emit;

/// <summary>How tightly the parts of an expression of C# hold together, loosest first.</summary>
internal enum Precedence
{
    Conditional,
    Or,
    And,
    BitOr,
    BitXor,
    BitAnd,
    Equality,
    Relational,
    Additive,
    Multiplicative,
    Unary,
    Primary,
}

/// <summary>An expression of C#.</summary>
internal readonly record struct CSharpCode(string Text, Precedence Precedence)
{
    public static CSharpCode Primary(string text) => new(text, Precedence.Primary);

    /// <summary>The text, in parentheses where the place holds tighter than the expression does.</summary>
    public string In(Precedence place) => Precedence < place ? $"({Text})" : Text;
}
