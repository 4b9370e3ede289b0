using CompiledRules.State;

namespace CompiledRules;

/// <summary>A function of the rows that met a condition so far, such as <c>last_hit_count</c>. Implemented by structs with <see cref="SqlHitAttribute"/>.</summary>
/// <remarks>
/// One value serves one rule. <see cref="Value"/> is asked while the condition that names the function is evaluated; <see cref="Hit"/> follows when the condition was true,
/// so a row sees what was before it. In the select list every row is a hit.
/// </remarks>
public interface IHitFunction : IStateful
{
    /// <summary>0 before the first hit.</summary>
    long Value { get; }

    /// <param name="time">The event time of the row, or the trigger of the window, in milliseconds since the Unix epoch.</param>
    void Hit(long time);
}

/// <summary>Makes a struct that implements <see cref="IHitFunction"/> a function of SQL without arguments.</summary>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class SqlHitAttribute(string name) : Attribute
{
    public string Name { get; } = name;

    /// <summary>Whether the function counts windows and groups, so that it is allowed in aggregate queries only; otherwise it counts rows and is not allowed there, except in <c>OVER (WHEN …)</c>.</summary>
    public bool IsAggregate { get; init; }
}
