namespace CompiledRules;

/// <summary>What the type of a parameter cannot say.</summary>
/// <remarks>
/// Literals are checked when the rule is compiled, and more strictly than columns: a literal must be of the parameter's own kind, or an integer for a float,
/// also where the value of a column would be converted. <see cref="Literals"/> widens that. A <see cref="SqlValue"/> parameter takes any literal.
/// </remarks>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class SqlParameterAttribute : Attribute
{
    /// <summary>How an argument of another kind is converted.</summary>
    public Coercion Coercion { get; init; } = Coercion.SameKind;

    /// <summary>Whether the argument must be a literal, checked when the rule is compiled.</summary>
    public bool IsLiteral { get; init; }

    /// <summary>The kinds of literal that are accepted; empty for the parameter's own. A literal of another kind is refused when the rule is compiled, although a column of that kind is converted.</summary>
    public SqlKind[] Literals { get; init; } = [];

    /// <summary>The only values that a string literal may have, by ordinal comparison; empty for any.</summary>
    public string[] OneOf { get; init; } = [];

    /// <summary>A number literal below this is refused when the rule is compiled; columns are not checked.</summary>
    public long Minimum { get; init; } = long.MinValue;

    /// <summary>The name of another parameter: where both arguments are literals, this one must not be below the other. Checked when the rule is compiled.</summary>
    public string? AtLeast { get; init; }

    /// <summary>
    /// Whether names in the argument are looked up in the metadata of the row in hand instead of its columns: <c>topic</c>, <c>demo.topic</c>,
    /// <c>device-&gt;id</c>, or <c>*</c> for all of it. An argument without such a name is refused when the rule is compiled.
    /// </summary>
    public bool IsMetadata { get; init; }
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
