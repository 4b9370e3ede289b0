namespace CompiledRules.Sql.Symbols;

/// <summary>What the compiler asks about a function whose body runs in another process. Whoever runs the rule knows the function behind it.</summary>
public abstract class RemoteSymbol
{
    /// <summary>Whether the call is made once per group, with an array of the group's values for each argument.</summary>
    public abstract bool IsAggregate { get; }

    /// <summary>Says what is wrong with a call of this shape, or null. Makes no call.</summary>
    /// <param name="arguments">The static kind of each argument; <see cref="SqlTypeKind.Any"/> where it is known only when the row is there.</param>
    public abstract string? Check(EquatableArray<SqlTypeKind> arguments);
}
