namespace CompiledRules;

/// <summary>Makes a struct that implements <see cref="IAnalytic"/> an analytic function of SQL. Several structs may carry one name: they are its overloads, those with typed arguments first.</summary>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class SqlAnalyticAttribute(string name) : Attribute
{
    public string Name { get; } = name;

    /// <summary>The fewest arguments that a call may have, checked when the rule is compiled, where the parameters of <c>Next</c> alone do not say it.</summary>
    public int MinArguments { get; init; }
}
