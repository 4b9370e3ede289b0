namespace CompiledRules;

/// <summary>Makes a class a trigger function: it holds rows back and lets each go at a time of its own.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SqlTriggerAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
