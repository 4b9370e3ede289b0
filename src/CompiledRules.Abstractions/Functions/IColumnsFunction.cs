using CompiledRules.State;

namespace CompiledRules;

/// <summary>A function in the select list that gives any number of columns, by name. Implemented by structs with <see cref="SqlColumnsAttribute"/>.</summary>
/// <remarks>
/// Besides the state, the struct has a public method <c>Next</c> that returns <see cref="SqlObject"/> or null. Its first parameter is
/// <c>ReadOnlySpan&lt;string&gt; columns</c>: the output names of the arguments that the last, <c>params</c>, parameter takes; a wildcard there stands for all columns of the row.
/// The others take the arguments of SQL by the rules of <see cref="SqlFunctionAttribute"/>. One value serves one call site; it is called once per row of the
/// projection, after <c>WHERE</c> and windows. The entries of the result become columns of the row; null adds none.
/// </remarks>
public interface IColumnsFunction : IStateful;

/// <summary>Makes a struct that implements <see cref="IColumnsFunction"/> a multi-column function of SQL.</summary>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class SqlColumnsAttribute(string name) : Attribute
{
    public string Name { get; } = name;

    /// <summary>The fewest arguments that a call may have, checked when the rule is compiled.</summary>
    public int MinArguments { get; init; }
}
