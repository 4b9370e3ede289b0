namespace CompiledRules;

/// <summary>Makes a struct that implements <see cref="IAggregate{TValue, TResult}"/> an aggregate of SQL. Several structs may carry one name: they are its overloads.</summary>
/// <remarks>One value of the struct serves one group; it starts as <c>default</c>.</remarks>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class SqlAggregateAttribute(string name) : Attribute
{
    public string Name { get; } = name;

    /// <summary>Whether null values are added too. Where false, the rule skips them.</summary>
    public bool TakesNull { get; init; }

    /// <summary>Whether <c>Add</c> gets the whole row, as an object, before the arguments that are written in SQL.</summary>
    public bool TakesRow { get; init; }
}
