namespace CompiledRules;

/// <summary>What the type of a parameter cannot say.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class SqlParameterAttribute : Attribute
{
    /// <summary>How an argument of another kind is converted.</summary>
    public Coercion Coercion { get; init; } = Coercion.SameKind;

    /// <summary>Whether the argument must be a literal, checked when the rule is compiled.</summary>
    public bool IsLiteral { get; init; }

    /// <summary>Whether a literal of another kind is refused when the rule is compiled, although a column of that kind is converted. For <see cref="SqlValue"/> parameters: the accepted literal kinds.</summary>
    public SqlKind[] Literals { get; init; } = [];
}

/// <summary>How far a parameter stretches to take an argument of another kind.</summary>
public enum Coercion
{
    /// <summary>Between integer and float; bytes to string. A float given for an integer loses its fraction.</summary>
    SameKind,

    /// <summary>Only without loss: a float with zero fraction for an integer; an integer for a float is refused.</summary>
    Strict,

    /// <summary>Any value becomes text, as string functions want it: null is empty, floats have their shortest form (1e+06), arrays are <c>[1 a]</c>, objects <c>map[a:2]</c>.</summary>
    Text,
}
