namespace CompiledRules;

/// <summary>Makes a class that implements <see cref="ISource{T}"/> or <see cref="IPullSource{T}"/> a source: <c>CREATE STREAM … WITH (TYPE="name")</c>.</summary>
/// <remarks>
/// Its options are its public properties with an <c>init</c> or <c>set</c> accessor; names compare without regard to case and a <c>required</c> property must be given.
/// A constructor may take a <see cref="ConnectorContext"/>.
/// </remarks>
/// <param name="name">The name in SQL; compared without regard to case.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SqlSourceAttribute(string name) : Attribute
{
    public string Name { get; } = name;

    /// <summary>For an <see cref="IPullSource{T}"/>: the milliseconds between two pulls where the <c>interval</c> option is not given; 0 pulls once.</summary>
    public int PullInterval { get; init; } = 1000;
}
