namespace CompiledRules;

/// <summary>Makes a public static method a scalar function of SQL. Several methods may carry one name: they are its overloads.</summary>
/// <remarks>
/// <para>
/// Parameters may be <see cref="bool"/>, <see cref="long"/>, <see cref="double"/>, <see cref="string"/>, <c>byte[]</c>, <see cref="SqlTime"/>,
/// <see cref="SqlArray"/>, <see cref="SqlObject"/>, <see cref="SqlValue"/>, the nullable forms of these, and a last <c>params ReadOnlySpan&lt;SqlValue&gt;</c>,
/// which is only valid during the call. A first parameter of type <see cref="FunctionContext"/> gives the rule, its clock and its zone. The result is any of these types.
/// </para>
/// <para>
/// A null argument for a parameter that takes no null gives <see cref="OnNull"/> without a call. An argument whose type is known only at run time is
/// matched against the overloads of the call's length in the order of declaration: first those that take every argument as it is, then those that an
/// integer for a float makes fit, then those whose <see cref="Coercion"/> allows the conversion; no match is a row error.
/// A thrown exception is a row error too, and never stops the rule.
/// </para>
/// </remarks>
/// <param name="name">The name in SQL, in lower case for a built-in; SQL finds built-ins whatever the case.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SqlFunctionAttribute(string name) : Attribute
{
    public string Name { get; } = name;

    /// <summary>Other names of the same function.</summary>
    public string[] Aliases { get; init; } = [];

    /// <summary>What a null argument gives where the parameter takes no null.</summary>
    public NullGuard OnNull { get; init; } = NullGuard.Null;

    /// <summary>Whether an empty array or object counts as null for <see cref="OnNull"/>, as it does in most functions of the dialect; then it does so for every argument, also a <see cref="SqlValue"/> one.</summary>
    public bool GuardsEmpty { get; init; }

    /// <summary>The fewest arguments that a call may have, checked when the rule is compiled. Where zero, every parameter but the last <c>params</c> one needs an argument.</summary>
    public int MinArguments { get; init; }

    /// <summary>Whether the number of arguments must be even, checked when the rule is compiled.</summary>
    public bool HasEvenArguments { get; init; }

    /// <summary>Whether equal arguments always give an equal result, so that a call may be shared, cached or folded.</summary>
    public bool IsDeterministic { get; init; } = true;
}

/// <summary>The result of a call that is not made because an argument is null.</summary>
public enum NullGuard
{
    Null,

    /// <summary>Every argument is passed on, also to a parameter that takes no null: <see cref="SqlValue"/> parameters see null themselves.</summary>
    None,
    False,
    Zero,
    MinusOne,
}
