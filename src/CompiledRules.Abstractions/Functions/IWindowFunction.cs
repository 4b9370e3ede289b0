namespace CompiledRules;

/// <summary>A function of a row's place among the rows that are emitted together. Implemented by structs with <see cref="SqlWindowFunctionAttribute"/>.</summary>
/// <remarks>One value serves one partition of one emission and starts as <c>default</c>; <see cref="Next"/> is called once per row, in the order of <c>OVER (ORDER BY …)</c> or else of the rows. A row without a window is an emission of its own.</remarks>
public interface IWindowFunction<out TResult>
{
    TResult Next();
}

/// <summary>Makes a struct that implements <see cref="IWindowFunction{TResult}"/> a function of the select list.</summary>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class SqlWindowFunctionAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
