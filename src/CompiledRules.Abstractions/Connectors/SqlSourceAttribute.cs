namespace CompiledRules;

/// <summary>Makes a class that implements <see cref="ISource{T}"/> a source: <c>CREATE STREAM … WITH (TYPE="name")</c>.</summary>
/// <remarks>
/// Its options are its public properties with an <c>init</c> or <c>set</c> accessor; names compare without regard to case and a <c>required</c> property must be given.
/// A constructor may take a <see cref="ConnectorContext"/>.
/// </remarks>
/// <param name="name">The name in SQL; compared without regard to case.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SqlSourceAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
